// One chat on the page: messages as bubbles, with their buttons, changed in place.

import { locale, word } from "./words.js";

const NOTICE_MS = 6000;

/** An element with a class and words; words are only ever text. */
export function element(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** A button that does something. */
export function pressable(name, text, pressed) {
  const made = element("button", name, text);
  made.type = "button";
  made.addEventListener("click", pressed);
  return made;
}

/** Make what is in an element anew, if `key` says that it would be different. */
export function renew(parent, key, make) {
  const words = JSON.stringify(key);
  if (parent.dataset.shows === words) return;
  parent.dataset.shows = words;
  parent.replaceChildren(...make());
}

/** "22:05", by the demonstration's clock in Bangkok. */
export function clockTime(milliseconds) {
  const form = { timeZone: "Asia/Bangkok", hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat("en-GB", form).format(milliseconds);
}

function day(milliseconds) {
  const form = { timeZone: "Asia/Bangkok", weekday: "short", day: "numeric", month: "short" };
  return new Intl.DateTimeFormat(locale(), form).format(milliseconds);
}

/** Words with what stands between two `**` of one line in bold, as the platforms show it. */
function worded(text) {
  const made = element("p", "words");
  made.dir = "auto";
  text.split("\n").forEach((line, number) => {
    if (number) made.append("\n");
    const parts = line.split("**");
    const paired = parts.length % 2 === 1 ? parts.length : parts.length - 1;
    parts.forEach((part, place) => {
      const lone = place >= paired;
      const bold = !lone && place % 2;
      made.append(...(bold ? [element("b", "", part)] : linked(lone ? `**${part}` : part)));
    });
  });
  return made;
}

/** Words, with an address of this page's own cases as a link; no other address becomes one. */
function linked(text) {
  const own = `${location.origin}/case/`;
  return text.split(/(https?:\/\/\S+)/).map((part) => {
    if (!part.startsWith(own)) return part;
    const link = element("a", "", part);
    link.href = part;
    link.target = "_blank";
    link.rel = "noreferrer";
    return link;
  });
}

export class ChatView {
  /** `doings`: tap(message, payload), share(), takeBack(message); those left out cannot be done. */
  constructor(list, doings, empty) {
    this.list = list;
    this.doings = doings;
    this.empty = empty;
    this.chat = "";
    this.bubbles = new Map();
    this.ended = true;
    this.height = list.clientHeight;
    list.addEventListener("scroll", () => {
      const below = list.scrollHeight - list.scrollTop - list.clientHeight;
      // A scroll that is told of after the list was resized says nothing about the person.
      if (list.clientHeight === this.height) this.ended = below < 8;
    });
    // What stands above or below the list may grow; its end stays in view.
    new ResizeObserver(() => {
      this.height = list.clientHeight;
      if (this.ended) this.toEnd();
    }).observe(list);
  }

  /** Show another chat. */
  show(chat, messages) {
    this.chat = chat;
    this.bubbles.clear();
    this.list.replaceChildren();
    this.lastDay = "";
    if (this.empty && !messages.some((each) => each.look !== "notice")) {
      this.list.append(element("p", "empty", word(this.empty)));
    }
    for (const each of messages) if (each.look !== "notice") this.put(each);
    this.toEnd();
  }

  /** Show a new or changed message of this chat. */
  update(message) {
    if (message.look === "notice") {
      this.notice(message.text);
      return;
    }
    const known = this.bubbles.has(message.id);
    this.put(message);
    if (known) this.bubbles.get(message.id).scrollIntoView({ block: "nearest" });
    else this.toEnd();
  }

  put(message) {
    const made = this.bubble(message);
    const known = this.bubbles.get(message.id);
    this.bubbles.set(message.id, made);
    if (known) {
      if (known.classList.contains("last")) made.classList.add("last");
      known.replaceWith(made);
      return;
    }
    this.list.querySelector(".empty")?.remove();
    const today = day(message.at);
    if (this.lastDay !== today) this.list.append(element("p", "day", today));
    this.lastDay = today;
    // What follows a question without asking anything leaves its buttons as they are.
    if (message.rows.length) {
      this.list.querySelector(".last")?.classList.remove("last");
      made.classList.add("last");
    }
    this.list.append(made);
  }

  bubble(message) {
    const made = element("article", `bubble ${message.mine ? "mine" : "theirs"} as-${message.look}`);
    made.dataset.id = message.id;
    if (message.gone) {
      made.append(element("p", "words gone", word("gone")));
      return made;
    }
    made.append(this.content(message));
    made.append(this.foot(message));
    for (const row of message.rows) made.append(this.row(message, row));
    if (message.share && this.doings.share) {
      made.append(pressable("share", message.share, () => this.doings.share()));
    }
    return made;
  }

  content(message) {
    if (message.look === "photo") {
      const photo = element("img", "photo");
      photo.src = message.picture || "/page/sample.jpg";
      photo.alt = word("photo");
      photo.addEventListener("load", () => this.toEnd());
      if (!message.picture || !message.text) return photo;
      const both = element("div", "pictured");
      both.append(photo, worded(message.text));
      return both;
    }
    if (message.look === "sound") return this.sound(message);
    const mark = { voice: "🎤 ▁▃▅▂▆▃▁▅▂ ", place: "📍 " }[message.look] ?? "";
    return worded(mark + message.text);
  }

  /** A recording; its words, where it has any, stand under it. */
  sound(message) {
    const made = element("div", "sound");
    const player = element("audio");
    player.controls = true;
    player.preload = "metadata"; // its length is shown, and it plays at once
    player.src = message.sound;
    made.append(player);
    if (message.text) made.append(worded(message.text));
    return made;
  }

  foot(message) {
    const edited = message.edited ? `${word("edited")} · ` : "";
    const made = element("p", "foot", edited + clockTime(message.at));
    if (message.mine && this.doings.takeBack) {
      const back = pressable("back", "×", () => this.doings.takeBack(message));
      back.title = word("takeBack");
      back.setAttribute("aria-label", word("takeBack"));
      made.append(back);
    }
    return made;
  }

  row(message, row) {
    const made = element("div", "buttons");
    for (const each of row) {
      const chosen = each.payload === message.chosen ? " chosen" : "";
      const tap = () => this.doings.tap(message, each.payload);
      const choice = pressable(`choice${chosen}`, each.label, tap);
      choice.dataset.payload = each.payload;
      made.append(choice);
    }
    return made;
  }

  notice(text) {
    const made = element("p", "toast", text);
    made.setAttribute("role", "status");
    this.list.after(made);
    setTimeout(() => made.remove(), NOTICE_MS);
  }

  toEnd() {
    this.ended = true;
    this.list.scrollTop = this.list.scrollHeight;
  }
}
