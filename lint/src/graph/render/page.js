const svg = document.querySelector("svg.graph"), said = document.getElementById("chosen"), hint = said.textContent;
const nodes = [...svg.querySelectorAll(".node")], links = [...svg.querySelectorAll(".link[data-from]")];
const name = id => nodes[id].dataset.name;
let held = null;
function show(id) {
  svg.classList.toggle("chosen", id !== null);
  const near = new Set([id]), uses = [], users = [];
  for (const link of links) {
    const { from, to } = link.dataset, on = from === id || to === id;
    link.classList.toggle("on", on);
    if (on) { near.add(from).add(to); (from === id ? uses : users).push(name(from === id ? to : from)); }
  }
  nodes.forEach(node => node.classList.toggle("on", near.has(node.dataset.id)));
  if (id === null) { said.textContent = hint; return; }
  const list = names => names.length ? names.sort().join(", ") : "nothing";
  said.replaceChildren(Object.assign(document.createElement("b"), { textContent: nodes[id].querySelector("title").textContent }),
    " uses " + list(uses) + "; used by " + list(users));
}
for (const node of nodes) {
  node.addEventListener("mouseenter", () => held === null && show(node.dataset.id));
  node.addEventListener("mouseleave", () => held === null && show(null));
  node.addEventListener("click", event => { held = held === node.dataset.id ? null : node.dataset.id; show(held); event.stopPropagation(); });
}
document.addEventListener("click", () => { held = null; show(null); });
