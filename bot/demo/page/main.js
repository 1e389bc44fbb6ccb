// The page: four chats side by side, a clock, and what to try.

import { ChatView, element, pressable, renew } from "./chat.js";
import { Phone } from "./phone.js";
import { act, follow } from "./stream.js";
import { STAFF, locale, speak, word } from "./words.js";

const at = (id) => document.getElementById(id);
const list = (id) => at(id).querySelector(".messages");

/** Everything known, by chat and id; each chat in the order in which its messages appeared. */
const chats = new Map();
const unread = new Map();
let picture = null;
let clock = null;

const failed = () => trouble("failed", 5000);
const tell = async (doing, said) => (await act(doing, said)) || failed();
const messagesOf = (chat) => [...(chats.get(chat)?.values() ?? [])];

/** The account that acts on a screen: the officer of the unit whose group or chat it is. */
const actor = (chat) => chat.replace(/^group-/, "officer-");
const unitOf = (chat) => chat.replace(/^(group|officer)-/, "");

function tapped(chat, message, payload) {
  if (chat.startsWith("group-")) look("officer", unitOf(chat));
  const event = { kind: "tap", payload, message: message.id };
  tell("hear", { account: actor(chat), chat, event });
}

/** The officer in view does something in the private chat. */
function officerDoes(event) {
  const chat = views.officer.chat;
  tell("hear", { account: chat, chat, event });
}

const onPhone = {
  tap: (message, payload) => phone.does({ kind: "tap", payload, message: message.id }),
  share: () => phone.open("places"),
  takeBack: (message) => phone.does({ kind: "take_back", message: message.id }),
};
const views = {
  worker: new ChatView(list("worker"), onPhone),
  centre: new ChatView(list("centre"), tapping("centre"), "emptyCentre"),
  national: new ChatView(list("national"), tapping("national"), "emptyNational"),
  officer: new ChatView(list("officer"), tapping("officer"), "emptyOfficer"),
};
const phone = new Phone(views.worker, failed, () => show("worker", phone.worker));

function tapping(name) {
  return { tap: (message, payload) => tapped(views[name].chat, message, payload) };
}

/** Show a chat in a view; what was unread there is read now. */
function show(name, chat) {
  unread.delete(chat);
  views[name].show(chat, messagesOf(chat));
  if (picture) drawFrame();
}

/** Turn the centre's or the officer's view to a unit. */
function look(name, unit) {
  const chat = `${name === "centre" ? "group" : "officer"}-${unit}`;
  if (views[name].chat !== chat && (name !== "officer" || officerOf(unit))) show(name, chat);
}

const officerOf = (unit) => picture.units.find((each) => each.id === unit)?.officer;

function took(next) {
  const beginning = picture === null;
  const speaks = beginning || next.officers !== picture.officers;
  picture = next;
  clock = { shown: next.now, since: performance.now() };
  if (speaks) speak(next.officers);
  const fresh = next.messages.filter(keep);
  if (beginning) {
    look("centre", next.units[0].id);
    look("officer", next.units[0].id);
    show("national", "group-national");
  }
  for (const message of next.messages) arrived(message, fresh.includes(message), beginning);
  if (speaks && !beginning) for (const view of Object.values(views)) view.show(view.chat, messagesOf(view.chat));
  drawFrame();
}

/** Keep a message; true where it was not known before. */
function keep(message) {
  if (!chats.has(message.chat)) chats.set(message.chat, new Map());
  const known = chats.get(message.chat).has(message.id);
  chats.get(message.chat).set(message.id, message);
  return !known;
}

function arrived(message, fresh, beginning) {
  const view = Object.values(views).find((each) => each.chat === message.chat);
  if (view) {
    if (!(beginning && message.look === "notice")) view.update(message);
    return;
  }
  if (!fresh || beginning || message.mine || message.look === "notice") return;
  const place = { g: "centre", o: "officer" }[message.chat[0]];
  const free = place && (!picture.busy || !messagesOf(views[place].chat).length);
  if (free && message.chat !== "group-operator") look(place, unitOf(message.chat));
  else unread.set(message.chat, (unread.get(message.chat) ?? 0) + 1);
}

function drawFrame() {
  phone.draw(picture, (chat) => unread.get(chat) ?? 0, messagesOf(phone.worker));
  const centres = picture.units.filter((each) => !["national", "interpreter"].includes(each.id));
  options("centres", centres, (each) => each.name, views.centre.chat);
  chips("centre-chips", "centre", centres, (each) => `group-${each.id}`);
  const staffed = picture.units.filter((each) => each.officer);
  options("officers", staffed, (each) => `${each.officer} · ${each.name}`, views.officer.chat);
  chips("officer-chips", "officer", staffed, (each) => `officer-${each.id}`);
  for (const each of document.querySelectorAll("[data-try]")) {
    each.classList.toggle("done", Boolean(picture.done[each.dataset.try]));
  }
  staff();
  for (const each of document.querySelectorAll("[data-go]")) each.disabled = picture.busy;
  at("stage").classList.toggle("busy", picture.busy);
  drawClock();
}

/** The units of a select, with a mark where something is unread. */
function options(id, units, name, shown) {
  const select = at(id);
  const prefix = id === "centres" ? "group" : "officer";
  const words = units.map((each) => {
    const count = unread.get(`${prefix}-${each.id}`);
    return [each.id, name(each) + (count ? ` (${count})` : "")];
  });
  renew(select, words, () => words.map(([value, text]) => new Option(text, value)));
  select.value = unitOf(shown);
}

/** One tap to each other chat in which there is something. */
function chips(id, name, units, chatOf) {
  const used = units
    .filter((each) => chats.has(chatOf(each)))
    .map((each) => [each, unread.get(chatOf(each)), views[name].chat === chatOf(each)]);
  at(id).hidden = used.length < 2;
  renew(at(id), used, () =>
    used.map(([each, count, shown]) => {
      const chip = pressable("chip", each.name, () => look(name, each.id));
      chip.setAttribute("aria-pressed", String(shown));
      if (count) chip.append(element("span", "badge", String(count)));
      return chip;
    }),
  );
}

function staff() {
  const select = at("officers-language");
  const known = picture.languages.filter((each) => STAFF.includes(each.code));
  renew(select, known, () => known.map((each) => new Option(each.name, each.code)));
  if (document.activeElement !== select) select.value = picture.officers;
}

function drawClock() {
  const now = clock.shown + (performance.now() - clock.since);
  const form = {
    timeZone: "Asia/Bangkok",
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  };
  at("now").textContent = new Intl.DateTimeFormat(locale(), form).format(now);
}

let calming = 0;

function trouble(key, milliseconds) {
  clearTimeout(calming);
  at("trouble").textContent = word(key);
  at("trouble").hidden = false;
  if (milliseconds) calming = setTimeout(calm, milliseconds);
}

function calm() {
  at("trouble").hidden = true;
}

at("centres").addEventListener("change", (event) => look("centre", event.target.value));
at("officers").addEventListener("change", (event) => look("officer", event.target.value));
at("officers-language").addEventListener("change", (event) => {
  event.target.blur();
  tell("officers", { language: event.target.value });
});
at("officer-write").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = event.target.elements.text;
  const text = field.value.trim();
  field.value = "";
  if (text) officerDoes({ kind: "text", text });
});
at("officer-voice").addEventListener("click", () => officerDoes({ kind: "voice" }));
for (const each of document.querySelectorAll("[data-go]")) {
  each.addEventListener("click", () => tell("time", { go: each.dataset.go }));
}

speak(navigator.language.slice(0, 2));
trouble("starting");
let lost = false;
setInterval(() => clock && drawClock(), 1000);
follow(
  (next) => {
    if (!picture || lost) calm();
    lost = false;
    took(next);
  },
  () => {
    lost = true;
    trouble("ended");
  },
);
