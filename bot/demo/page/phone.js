// The worker's phone: what can be sent besides taps, whose phone it is, and its locked screen.

import { element, pressable, renew } from "./chat.js";
import { act } from "./stream.js";
import { word } from "./words.js";

// Towns, for trying out; nobody's address.
const PLACES = [
  ["Samut Sakhon, the market", 13.5478, 100.2744],
  ["Samut Prakan, the port", 13.5991, 100.5968],
  ["Si Racha", 13.1737, 100.9311],
  ["Mae Sot", 16.7131, 98.5747],
  ["Ranong, the pier", 9.9513, 98.6017],
  ["Hat Yai", 7.0086, 100.4747],
  ["Chiang Mai", 18.7883, 98.9853],
];
const STICKERS = ["👍", "🙏", "❤️", "😢"];
const PREVIEW = 40;

const at = (id) => document.getElementById(id);

export class Phone {
  /** `view` is the chat on it, `changed` is called when another phone is looked at. */
  constructor(view, failed, changed) {
    this.view = view;
    this.failed = failed;
    this.changed = changed;
    this.worker = "";
    this.fill();
    at("photo").addEventListener("click", () => this.does({ kind: "photo" }));
    at("voice").addEventListener("click", () => this.does({ kind: "voice" }));
    at("place").addEventListener("click", () => this.open("places"));
    at("sticker").addEventListener("click", () => this.open("stickers"));
    at("new-worker").addEventListener("click", () => this.fresh());
    at("write").addEventListener("submit", (event) => this.write(event));
    at("phone-language").addEventListener("change", (event) => {
      this.tell("phone", { account: this.worker, language: event.target.value });
    });
  }

  fill() {
    for (const [title, lat, lon] of PLACES) {
      const send = () => this.does({ kind: "place", lat, lon, title });
      at("places").append(pressable("", `📍 ${title}`, send));
    }
    for (const emoji of STICKERS) {
      const send = () => this.does({ kind: "sticker", emoji });
      at("stickers").append(pressable("", emoji, send));
    }
  }

  /** Somebody does something on this phone. */
  async does(event) {
    this.open("");
    await this.tell("hear", { account: this.worker, chat: this.worker, event });
  }

  async tell(doing, said) {
    if (!(await act(doing, said))) this.failed();
  }

  async fresh() {
    this.awaits = true;
    await this.tell("worker", { language: at("phone-language").value });
  }

  write(event) {
    event.preventDefault();
    const field = event.target.elements.text;
    const text = field.value.trim();
    field.value = "";
    if (text) this.does({ kind: "text", text });
  }

  /** Open one of the sheets, or none; what is open closes. */
  open(name) {
    for (const sheet of ["places", "stickers"]) {
      at(sheet).hidden = sheet !== name || !at(sheet).hidden;
    }
  }

  /** Look at a phone. */
  hold(worker) {
    this.worker = worker;
    this.open("");
    this.changed();
  }

  /** Draw what does not belong to the chat: tabs, languages, the locked screen. */
  draw(picture, unread, messages) {
    const known = picture.workers.map((each) => each.id);
    if (this.awaits && known.length > this.count) {
      this.awaits = false;
      this.hold(known.at(-1));
    } else if (!this.worker && known.length) {
      this.hold(known[0]);
    }
    this.count = known.length;
    const tabs = known.map((each) => [each, unread(each), each === this.worker]);
    renew(at("workers"), tabs, () => tabs.map((each, number) => this.tab(each, number)));
    this.languages(picture);
    const pushed = messages.filter((each) => each.pushed && !each.gone).at(-1);
    at("preview").textContent = pushed ? first(pushed.text) : word("nothingPushed");
    at("lock").classList.toggle("lit", Boolean(pushed));
  }

  tab([worker, unread, held], number) {
    const tab = pressable("tab", String(number + 1), () => this.hold(worker));
    tab.setAttribute("aria-pressed", String(held));
    if (unread) tab.append(element("span", "badge", String(unread)));
    return tab;
  }

  languages(picture) {
    const select = at("phone-language");
    const offered = picture.languages.map((each) => [each.name, each.code]);
    renew(select, offered, () => offered.map((each) => new Option(...each)));
    const own = picture.workers.find((each) => each.id === this.worker);
    if (own && document.activeElement !== select) select.value = own.language;
  }
}

/** What fits on a locked screen: the first characters, as a person counts them. */
function first(text) {
  const letters = [...new Intl.Segmenter().segment(text.replaceAll("\n", " "))];
  const cut = letters.slice(0, PREVIEW).map((each) => each.segment).join("");
  return letters.length > PREVIEW ? `${cut}…` : cut;
}
