// The connection to the server: every request carries the secret of the link. The secret is behind the # of the
// address, so it is in no log, and no other page can send it.

export const token = () => decodeURIComponent(location.hash.slice(1));

const headers = () => ({ Authorization: `Bearer ${token()}` });

/** Ask the server; its refusal becomes an error with a status, a lost connection an error without. */
export async function ask(path, content) {
  const answer = await fetch(path, {
    method: content === undefined ? "GET" : "POST",
    headers: content === undefined ? headers() : { ...headers(), "Content-Type": "application/json" },
    body: content === undefined ? undefined : JSON.stringify(content),
  });
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) return said;
  throw Object.assign(new Error(said.error || `The server answered ${answer.status}.`), { status: answer.status });
}

/** Listen for news for ever; after a lost connection, connect again. */
export async function listen(heard, lost) {
  for (let wait = 500; ; wait = Math.min(2 * wait, 5000)) {
    try {
      const answer = await fetch("/api/live", { headers: headers() });
      if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let rest = ""; ; ) {
        const silent = setTimeout(() => reader.cancel(), 15000);
        const { value, done } = await reader.read();
        clearTimeout(silent);
        if (done) break;
        const parts = (rest + value).split("\n\n");
        rest = parts.pop();
        for (const part of parts) if (part.startsWith("data: ")) heard(JSON.parse(part.slice(6)));
        wait = 500;
      }
    } catch { /* told below */ }
    lost();
    await new Promise((done) => setTimeout(done, wait));
  }
}
