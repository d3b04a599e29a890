/** Watches a page from the inside, for tests: what came over the wire, how loud the loudspeaker and
 * the microphone were, when each word turned to ink. Runs before the page's own code and changes
 * nothing that the page can see. */
(() => {
  const WINDOW = 1024;
  const probe = { events: [], loudspeaker: [], microphone: [], inked: [], peers: [], path: null };
  window.probe = probe;

  /** Notes the loudness of what goes into `node`, about every 21 ms. */
  function listen(context, connect, list) {
    const meter = context.createScriptProcessor(WINDOW, 1, 1);
    meter.onaudioprocess = ({ inputBuffer }) => {
      const samples = inputBuffer.getChannelData(0);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / WINDOW;
      const seconds = WINDOW / context.sampleRate;
      list.push({ atMs: performance.now(), rms: Math.sqrt(power) * 32768, seconds });
    };
    // A processor that leads nowhere is never run; it gives silence.
    plainConnect.call(meter, context.destination);
    connect(meter);
    (probe.kept ??= []).push(meter);
  }

  function listenTo(stream, list) {
    const context = new AudioContext();
    const source = context.createMediaStreamSource(stream);
    listen(context, (meter) => plainConnect.call(source, meter), list);
    probe.kept.push(source);
  }

  function note(data) {
    if (typeof data !== 'string') return;
    const event = JSON.parse(data);
    if (event.type !== 'response.output_audio.delta') probe.events.push({ atMs: performance.now(), ...event });
  }

  const plainConnect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function connect(target, ...rest) {
    if (target instanceof AudioDestinationNode) {
      listen(this.context, (meter) => plainConnect.call(this, meter), probe.loudspeaker);
    }
    return plainConnect.call(this, target, ...rest);
  };

  const getUserMedia = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
  if (getUserMedia) {
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const stream = await getUserMedia(wanted);
      listenTo(stream, probe.microphone);
      return stream;
    };
  }

  const Peer = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Peer {
    constructor(...settings) {
      super(...settings);
      probe.peers.push(this);
      this.addEventListener('track', ({ streams, track }) => {
        if (track.kind === 'audio') listenTo(streams[0] ?? new MediaStream([track]), probe.loudspeaker);
      });
    }

    createDataChannel(...named) {
      const channel = super.createDataChannel(...named);
      channel.addEventListener('message', ({ data }) => { probe.path = 'webrtc'; note(data); });
      return channel;
    }
  };

  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...settings) {
      super(...settings);
      this.addEventListener('message', ({ data }) => { probe.path = 'websocket'; note(data); });
    }
  };

  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const { word, s } = target.dataset;
      const bubble = target.closest('.bubble');
      const place = bubble ? [...bubble.parentElement.children].indexOf(bubble) : -1;
      if (word === 'ink') probe.inked.push({ atMs: performance.now(), place, start: Number(s) });
    }
  }).observe(document, { attributes: true, attributeFilter: ['data-word'], subtree: true });
})();
