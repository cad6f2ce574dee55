// Looking around a set: its 3D file (the .glb that Sanjin writes) and its panorama, drawn with WebGL
// by the page itself. What is to be shown stands in data-glb or data-pano; it is fetched when it is
// asked for, since a model is some megabytes.
const VERTEX = `#version 300 es
in vec3 place, normal; uniform mat4 all, turn; out vec3 facing; out float far;
void main() { gl_Position = all * vec4(place, 1.0); facing = mat3(turn) * normal; far = gl_Position.w; }`;
const SOLID = `#version 300 es
precision highp float; in vec3 facing; in float far; uniform vec3 paint, air; uniform float deep; out vec4 colour;
void main() {
  vec3 n = normalize(gl_FrontFacing ? facing : -facing);
  float sun = max(dot(n, normalize(vec3(0.45, 0.8, 0.55))), 0.0);
  vec3 lit = paint * (0.34 + 0.22 * (0.5 + 0.5 * n.y) + 0.75 * sun);
  colour = vec4(mix(pow(lit, vec3(1.0 / 2.2)), air, 0.35 * smoothstep(deep, 3.0 * deep, far)), 1.0);
}`;
const FLAT = `#version 300 es
in vec2 place; out vec2 at; void main() { at = place; gl_Position = vec4(place, 0.0, 1.0); }`;
const SPHERE = `#version 300 es
precision highp float; in vec2 at; uniform sampler2D sphere; uniform vec3 look; uniform float wide; out vec4 colour;
void main() {
  vec3 ray = normalize(vec3(at.x * look.z * wide, at.y * look.z, -1.0));
  float c = cos(look.y), s = sin(look.y);
  ray = vec3(ray.x, c * ray.y - s * ray.z, s * ray.y + c * ray.z);
  vec2 uv = vec2(atan(ray.x, -ray.z) / 6.2831853 + 0.5 + look.x, acos(clamp(ray.y, -1.0, 1.0)) / 3.14159265);
  colour = textureLod(sphere, uv, 0.0);
}`;

const program = (gl, vertex, fragment) => {
  const made = gl.createProgram();
  for (const [kind, text] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]]) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(made, shader);
  }
  gl.linkProgram(made);
  if (!gl.getProgramParameter(made, gl.LINK_STATUS)) throw Error(gl.getProgramInfoLog(made));
  return made;
};

const mul = (a, b) => {
  const out = new Float32Array(16);
  for (let c = 0; c < 4; c++) for (let r = 0; r < 4; r++) {
    let sum = 0;
    for (let k = 0; k < 4; k++) sum += a[k * 4 + r] * b[c * 4 + k];
    out[c * 4 + r] = sum;
  }
  return out;
};
const ONE = new Float32Array([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);

// Reads a GLB: meshes with their transforms, positions, normals, indices and plain paint.
const parts = (buffer) => {
  const view = new DataView(buffer);
  if (view.getUint32(0, true) !== 0x46546c67) throw Error("no glb");
  const length = view.getUint32(12, true);
  const told = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 20, length)));
  const start = 28 + length;
  const read = (id) => {
    const one = told.accessors[id], at = told.bufferViews[one.bufferView];
    const kind = { 5126: Float32Array, 5125: Uint32Array, 5123: Uint16Array, 5121: Uint8Array }[one.componentType];
    const size = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4 }[one.type];
    const from = start + (at.byteOffset || 0) + (one.byteOffset || 0);
    return new kind(buffer.slice(from, from + one.count * size * kind.BYTES_PER_ELEMENT));
  };
  const found = [];
  const moved = (node) => {
    if (node.matrix) return new Float32Array(node.matrix);
    const [x, y, z, w] = node.rotation || [0, 0, 0, 1], s = node.scale || [1, 1, 1], t = node.translation || [0, 0, 0];
    return new Float32Array([
      (1 - 2 * (y * y + z * z)) * s[0], 2 * (x * y + z * w) * s[0], 2 * (x * z - y * w) * s[0], 0,
      2 * (x * y - z * w) * s[1], (1 - 2 * (x * x + z * z)) * s[1], 2 * (y * z + x * w) * s[1], 0,
      2 * (x * z + y * w) * s[2], 2 * (y * z - x * w) * s[2], (1 - 2 * (x * x + y * y)) * s[2], 0, ...t, 1]);
  };
  const walk = (id, above) => {
    const node = told.nodes[id], here = mul(above, moved(node));
    if (node.mesh !== undefined) found.push({ mesh: node.mesh, matrix: here });
    (node.children || []).forEach((child) => walk(child, here));
  };
  told.scenes[told.scene || 0].nodes.forEach((id) => walk(id, ONE));
  const meshes = told.meshes.map((mesh) => mesh.primitives.map((one) => ({
    place: read(one.attributes.POSITION), normal: read(one.attributes.NORMAL), index: read(one.indices),
    bounds: told.accessors[one.attributes.POSITION],
    paint: (one.material !== undefined && told.materials[one.material].pbrMetallicRoughness.baseColorFactor) || [0.6, 0.6, 0.6, 1],
  })));
  return { found, meshes };
};

// Dragging, the wheel, two fingers and the arrow keys turn what is shown; it is drawn when it changed.
const turning = (canvas, state, draw, limits) => {
  let asked = false;
  const again = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => { asked = false; if (canvas.isConnected) draw(); });
  };
  const turn = (dx, dy) => {
    state.yaw -= dx * limits.speed(state);
    state.pitch = Math.min(limits.up, Math.max(limits.down, state.pitch + limits.sign * dy * limits.speed(state)));
    again();
  };
  const near = (by) => { state.zoom = Math.min(limits.far, Math.max(limits.near, state.zoom * by)); again(); };
  const held = new Map();
  canvas.addEventListener("pointerdown", (e) => { held.set(e.pointerId, e); canvas.setPointerCapture(e.pointerId); });
  canvas.addEventListener("pointermove", (e) => {
    const was = held.get(e.pointerId);
    if (!was) return;
    if (held.size === 1) turn(e.clientX - was.clientX, e.clientY - was.clientY);
    else {
      const other = [...held.values()].find((one) => one.pointerId !== e.pointerId);
      const gap = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) || 1;
      near(gap(was) / gap(e));
    }
    held.set(e.pointerId, e);
  });
  for (const kind of ["pointerup", "pointercancel"]) canvas.addEventListener(kind, (e) => held.delete(e.pointerId));
  canvas.addEventListener("wheel", (e) => { e.preventDefault(); near(Math.exp(e.deltaY * 0.0012)); }, { passive: false });
  canvas.addEventListener("keydown", (e) => {
    const way = { ArrowLeft: [24, 0], ArrowRight: [-24, 0], ArrowUp: [0, 24], ArrowDown: [0, -24] }[e.key];
    if (way) { e.preventDefault(); turn(...way); }
    if (e.key === "+" || e.key === "=") near(0.85);
    if (e.key === "-") near(1.18);
  });
  new ResizeObserver(again).observe(canvas);
  again();
};

const sized = (gl, canvas) => {
  const scale = Math.min(window.devicePixelRatio || 1, 2);
  const [w, h] = [Math.round(canvas.clientWidth * scale), Math.round(canvas.clientHeight * scale)];
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
  gl.viewport(0, 0, w, h);
  return w / Math.max(1, h);
};

const solid = async (canvas, address) => {
  const gl = canvas.getContext("webgl2", { antialias: true });
  if (!gl) throw Error("no webgl");
  const { found, meshes } = parts(await (await fetch(address)).arrayBuffer());
  const ours = program(gl, VERTEX, SOLID);
  const spot = (name) => gl.getUniformLocation(ours, name);
  const [all, turn, paint, air, deep] = ["all", "turn", "paint", "air", "deep"].map(spot);
  const drawn = meshes.map((mesh) => mesh.map((one) => {
    const vao = gl.createVertexArray();
    gl.bindVertexArray(vao);
    [["place", one.place], ["normal", one.normal]].forEach(([name, data]) => {
      gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
      gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
      const at = gl.getAttribLocation(ours, name);
      gl.enableVertexAttribArray(at);
      gl.vertexAttribPointer(at, 3, gl.FLOAT, false, 0, 0);
    });
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, one.index, gl.STATIC_DRAW);
    const kind = { 4: gl.UNSIGNED_INT, 2: gl.UNSIGNED_SHORT, 1: gl.UNSIGNED_BYTE }[one.index.BYTES_PER_ELEMENT];
    return { vao, count: one.index.length, kind, paint: one.paint.slice(0, 3) };
  }));
  const low = [Infinity, Infinity, Infinity], high = [-Infinity, -Infinity, -Infinity];
  for (const { mesh, matrix } of found) for (const { bounds } of meshes[mesh])
    for (let corner = 0; corner < 8; corner++) {
      const p = [0, 1, 2].map((k) => (corner >> k & 1 ? bounds.max[k] : bounds.min[k]));
      for (let r = 0; r < 3; r++) {
        const v = matrix[r] * p[0] + matrix[4 + r] * p[1] + matrix[8 + r] * p[2] + matrix[12 + r];
        low[r] = Math.min(low[r], v); high[r] = Math.max(high[r], v);
      }
    }
  const middle = low.map((v, k) => (v + high[k]) / 2);
  const size = Math.hypot(...low.map((v, k) => high[k] - v)) / 2;
  const state = { yaw: 0.55, pitch: 0.24, zoom: 1.55 };
  const draw = () => {
    const aspect = sized(gl, canvas);
    const back = getComputedStyle(canvas).backgroundColor.match(/[\d.]+/g).map(Number);
    gl.clearColor(back[0] / 255, back[1] / 255, back[2] / 255, 1);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    gl.enable(gl.DEPTH_TEST);
    gl.useProgram(ours);
    const far = state.zoom * size * Math.max(1, 1 / aspect), f = 1.9, [n, z] = [size / 50, far + 3 * size];
    const [cy, sy, cp, sp] = [Math.cos(state.yaw), Math.sin(state.yaw), Math.cos(state.pitch), Math.sin(state.pitch)];
    const rot = new Float32Array([cy, sp * sy, -cp * sy, 0, 0, cp, sp, 0, sy, -sp * cy, cp * cy, 0, 0, 0, 0, 1]);
    const to = new Float32Array([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, -middle[0], -middle[1], -middle[2], 1]);
    const back3 = new Float32Array([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, -far, 1]);
    const lens = new Float32Array([f / aspect, 0, 0, 0, 0, f, 0, 0, 0, 0, (z + n) / (n - z), -1, 0, 0, 2 * z * n / (n - z), 0]);
    const seen = mul(lens, mul(back3, mul(rot, to)));
    gl.uniform3f(air, back[0] / 255, back[1] / 255, back[2] / 255);
    gl.uniform1f(deep, far);
    for (const { mesh, matrix } of found) {
      gl.uniformMatrix4fv(all, false, mul(seen, matrix));
      gl.uniformMatrix4fv(turn, false, matrix);
      for (const one of drawn[mesh]) {
        gl.uniform3fv(paint, one.paint);
        gl.bindVertexArray(one.vao);
        gl.drawElements(gl.TRIANGLES, one.count, one.kind, 0);
      }
    }
  };
  turning(canvas, state, draw, { speed: () => 0.008, sign: 1, up: 1.5, down: -0.2, near: 0.25, far: 6 });
};

const around = async (canvas, address) => {
  const gl = canvas.getContext("webgl2");
  if (!gl) throw Error("no webgl");
  const picture = new Image();
  picture.src = address;
  await picture.decode();
  const ours = program(gl, FLAT, SPHERE);
  gl.useProgram(ours);
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 3, -1, -1, 3]), gl.STATIC_DRAW);
  const at = gl.getAttribLocation(ours, "place");
  gl.enableVertexAttribArray(at);
  gl.vertexAttribPointer(at, 2, gl.FLOAT, false, 0, 0);
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, picture);
  for (const [key, value] of [[gl.TEXTURE_MIN_FILTER, gl.LINEAR], [gl.TEXTURE_MAG_FILTER, gl.LINEAR],
    [gl.TEXTURE_WRAP_S, gl.REPEAT], [gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE]]) gl.texParameteri(gl.TEXTURE_2D, key, value);
  const [look, wide] = ["look", "wide"].map((name) => gl.getUniformLocation(ours, name));
  const state = { yaw: 0, pitch: 0, zoom: 0.75 };
  const draw = () => {
    gl.uniform1f(wide, sized(gl, canvas));
    gl.uniform3f(look, state.yaw / (2 * Math.PI), state.pitch, state.zoom);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  };
  turning(canvas, state, draw, {
    speed: (now) => 0.004 * now.zoom, sign: 1, up: 1.5, down: -1.5, near: 0.2, far: 1.4,
  });
};

element.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-glb], [data-pano]");
  if (!button) return;
  const frame = button.closest(".sj-viewer");
  const { glb, pano, words } = button.dataset;
  const said = frame.querySelector("[role=status]");
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { tabIndex: 0, className: "sj-canvas" });
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `${words}；方向键转，加减号远近`);
  frame.querySelector("canvas")?.remove();
  frame.append(canvas);
  frame.querySelectorAll("button").forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
  said.textContent = "正在打开…";
  try {
    await (glb ? solid(canvas, glb) : around(canvas, pano));
    said.textContent = "拖动转着看，滚轮或双指远近；也可以用方向键和加减号。";
    canvas.dataset.ready = "yes";
  } catch (error) {
    canvas.remove();
    said.textContent = `这个浏览器打不开（${error.message}）；请换新些的浏览器，或下载文件用别的软件看。`;
  }
});
