// What the page itself says; everything inside the chats is said by the catalogue.

const ENGLISH = {
  note: "A demonstration: nothing leaves this machine, and all is forgotten when it ends.",
  officersRead: "Officers read",
  quarter: "+15 min",
  hour: "+1 h",
  morning: "next morning",
  tryUrgent: "An urgent complaint.",
  howUrgent: "On the phone: a language, “Yes”, “🆘 Yes”. The national group knows at once.",
  tryOrdinary: "An ordinary one.",
  howOrdinary: "“+ New phone”, no danger; say what happened by the pictures. Its alert leaves when the questions end, or after 15 quiet minutes (+15 min).",
  tryTaken: "Take one.",
  howTaken: "Under an alert tap “Take the case”. The details come to the officer alone, who can refer it to a sample agency.",
  tryReminded: "Let the other one wait.",
  howReminded: "“+1 h”, again and again: reminders, then other centres, then an honest word to the worker.",
  worker: "A worker’s phone",
  newWorker: "+ New phone",
  lockScreen: "🔒 Locked, it shows:",
  nothingPushed: "nothing yet",
  phoneIn: "Phone in",
  photo: "Photo",
  voice: "Voice",
  place: "Place",
  sticker: "Sticker",
  send: "Send",
  writeHere: "Write a message",
  officerWrites: "Write to the bot",
  centreGroup: "Centre or agency",
  nationalGroup: "The national group",
  officer: "Officer, in private",
  of: "of",
  emptyCentre: "Nothing here yet. Once a worker has told the place, the alert comes to the nearest centre’s group.",
  emptyNational: "Nothing here yet. Alerts without a place come here, and those that nobody answers.",
  emptyOfficer: "Whoever takes a case gets its details here, and only here.",
  edited: "edited",
  gone: "taken away",
  takeBack: "Take back",
  passing: "Time passes …",
  starting: "It is being set up. One moment …",
  ended: "The demonstration has ended. Start it again and reload this page.",
  failed: "That did not work. Please try once more.",
};

const THAI = {
  note: "นี่คือการสาธิต ไม่มีข้อมูลออกจากเครื่องนี้ และทุกอย่างถูกลบเมื่อปิด",
  officersRead: "เจ้าหน้าที่อ่าน",
  quarter: "+15 นาที",
  hour: "+1 ชม.",
  morning: "เช้าวันถัดไป",
  tryUrgent: "เรื่องด่วน",
  howUrgent: "บนโทรศัพท์: เลือกภาษา แตะ “ใช่” แล้ว “🆘 มี” กลุ่มส่วนกลางรู้ทันที",
  tryOrdinary: "เรื่องทั่วไป",
  howOrdinary: "“+ เครื่องใหม่” ไม่มีอันตราย แตะรูปเพื่อบอกเรื่อง แจ้งเตือนเมื่อตอบครบ หรือเงียบครบ 15 นาที (+15 นาที)",
  tryTaken: "รับเรื่อง",
  howTaken: "แตะ “รับเรื่อง” ใต้ข้อความแจ้งเตือน รายละเอียดส่งถึงเจ้าหน้าที่คนนั้นเท่านั้น และส่งต่อหน่วยงานตัวอย่างได้",
  tryReminded: "ปล่อยอีกเรื่องให้รอ",
  howReminded: "แตะ “+1 ชม.” หลายครั้ง: มีการเตือน ส่งต่อศูนย์อื่น และบอกแรงงานตามจริง",
  worker: "โทรศัพท์ของแรงงาน",
  newWorker: "+ เครื่องใหม่",
  lockScreen: "🔒 หน้าจอล็อกเห็น:",
  nothingPushed: "ยังไม่มี",
  phoneIn: "ภาษาเครื่อง",
  photo: "รูป",
  voice: "เสียง",
  place: "ที่อยู่",
  sticker: "สติกเกอร์",
  send: "ส่ง",
  writeHere: "พิมพ์ข้อความ",
  officerWrites: "พิมพ์ถึงบอท",
  centreGroup: "กลุ่มศูนย์/หน่วยงาน",
  nationalGroup: "กลุ่มส่วนกลาง",
  officer: "แชตส่วนตัว",
  of: "·",
  emptyCentre: "ยังไม่มีข้อความ เมื่อรู้สถานที่แล้ว การแจ้งเตือนจะมาที่กลุ่มของศูนย์ที่ใกล้ที่สุด",
  emptyNational: "ยังไม่มีข้อความ เรื่องที่ยังไม่รู้สถานที่ และเรื่องที่ไม่มีใครตอบ จะมาที่นี่",
  emptyOfficer: "ใครรับเรื่อง จะได้รายละเอียดที่นี่ และที่นี่เท่านั้น",
  edited: "แก้ไขแล้ว",
  gone: "ถูกลบ",
  takeBack: "ยกเลิกข้อความ",
  passing: "เวลากำลังผ่านไป …",
  starting: "กำลังเตรียม สักครู่ …",
  ended: "การสาธิตจบแล้ว เปิดใหม่แล้วโหลดหน้านี้อีกครั้ง",
  failed: "ไม่สำเร็จ กรุณาลองอีกครั้ง",
};

const PAGES = { en: ENGLISH, th: THAI };
export const STAFF = Object.keys(PAGES);

let spoken = "en";

/** The page's word for a key, in the language that the officers read. */
export const word = (key) => PAGES[spoken][key];

/** The locale in which the clock is shown. */
export const locale = () => (spoken === "th" ? "th-TH" : "en-GB");

/** Put the whole page into a language. */
export function speak(language) {
  spoken = language in PAGES ? language : "en";
  document.documentElement.lang = spoken;
  for (const each of document.querySelectorAll("[data-word]")) {
    each.textContent = word(each.dataset.word);
  }
  for (const each of document.querySelectorAll("[data-hint]")) {
    each.placeholder = word(each.dataset.hint);
    each.setAttribute("aria-label", word(each.dataset.hint));
  }
  for (const each of document.querySelectorAll("[data-title]")) {
    each.title = word(each.dataset.title);
    each.setAttribute("aria-label", each.title);
  }
}
