// The line to the demonstration: what changes comes in, what somebody does goes out.

const PATIENCE_MS = 3000;

/** Call `changed` with each picture of the stage, `lost` when none can be had any more. */
export function follow(changed, lost) {
  const source = new EventSource("/api/events");
  let losing = 0;
  source.onmessage = (event) => {
    clearTimeout(losing);
    changed(JSON.parse(event.data));
  };
  source.onerror = () => {
    // A browser tries again by itself, for ever; after a refusal it does not.
    clearTimeout(losing);
    const refused = source.readyState === EventSource.CLOSED;
    losing = setTimeout(lost, refused ? 0 : PATIENCE_MS);
  };
}

/** Do something on the stage; whether it was done. */
export async function act(doing, said) {
  try {
    const response = await fetch(`/api/${doing}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(said),
    });
    return response.ok;
  } catch {
    return false;
  }
}
