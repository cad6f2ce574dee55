// Gradio's page hears all its answers on one stream, and is told when to close it. What it asks while
// that word is under way is answered on no stream: it believes the old one open, and the answer waits
// on the server until something else is asked. So the word is kept from it while an answer is due, and
// its stream goes on with what a new one says.
(() => {
  const plain = window.fetch.bind(window);
  const bytes = new TextEncoder();
  const due = new Set(); // ids of what was asked and is not answered
  const early = new Set(); // of what was answered before it was known to be asked
  const joins = async (asked) => {
    const answer = await plain(...asked);
    if (!answer.ok) return answer;
    const { event_id: id } = await answer.clone().json();
    if (!early.delete(id)) due.add(id);
    await new Promise((done) => setTimeout(done)); // a word that came before is heard before
    return answer;
  };
  // Whether a message may be passed on.
  const heard = (message) => {
    if (!/process_completed|close_stream/.test(message)) return true;
    const told = JSON.parse(message.replace(/^data:/, ""));
    if (told.msg === "process_completed" && !due.delete(told.event_id)) early.add(told.event_id);
    return told.msg !== "close_stream" || !due.size;
  };
  const pass = async (answer, out) => {
    const text = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = ""; ;) {
      const { done, value } = await text.read();
      if (done) return due.clear();
      const messages = (rest + value).split("\n\n");
      rest = messages.pop();
      for (const message of messages) {
        if (!heard(message)) return true;
        out.enqueue(bytes.encode(`${message}\n\n`));
      }
    }
  };
  // It opens a stream for what it asked though the answer came first, on the one before: nothing
  // would ever close that.
  const closed = () => new Response('data: {"msg":"close_stream","event_id":null}\n\n', {
    headers: { "content-type": "text/event-stream" },
  });
  const streams = async (asked) => {
    if (!due.size) return closed();
    const first = await plain(...asked);
    if (!first.ok) return first;
    const body = new ReadableStream({
      async start(out) {
        try {
          for (let answer = first; await pass(answer, out);) answer = await plain(...asked);
          out.close();
        } catch (error) { due.clear(); out.error(error); }
      },
    });
    return new Response(body, { status: first.status, headers: first.headers });
  };
  window.fetch = (...asked) => {
    const { pathname } = new URL(asked[0].url || asked[0], location);
    if (pathname.endsWith("/queue/join")) return joins(asked);
    if (pathname.endsWith("/queue/data")) return streams(asked);
    return plain(...asked);
  };
})();
