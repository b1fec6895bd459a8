// src/api/home/script.js - Asks the API for a workspace's backtests and draws their equity curves

"use strict";

// Kept in memory alone: who closes the page is logged out.
let token = null;

const byId = (id) => document.getElementById(id);
const say = (text) => { byId("said").textContent = text; };

async function ask(path, options = {}) {
    const headers = token ? { authorization: `Bearer ${token}` } : {};
    const reply = await fetch(path, { ...options, headers: { ...headers, ...options.headers } });
    if (reply.ok) return reply.json();
    if (reply.status === 404) return null;
    const problem = await reply.json().catch(() => ({}));
    throw new Error(problem.detail || `the answer was ${reply.status}`);
}

// All rows of a list, page after page.
async function all(path) {
    const rows = [];
    let cursor = null;
    do {
        const query = new URLSearchParams({ limit: "200", ...(cursor && { cursor }) });
        const page = await ask(`${path}?${query}`);
        if (!page) return rows;
        rows.push(...page.items);
        cursor = page.next_cursor;
    } while (cursor);
    return rows;
}

function element(name, attributes, ...children) {
    const isPicture = ["svg", "path", "line", "text"].includes(name);
    const made = isPicture
        ? document.createElementNS("http://www.w3.org/2000/svg", name)
        : document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
}

const percent = (share) => `${(share * 100).toFixed(1)} %`;
const money = (amount) => amount.toLocaleString("en", { maximumFractionDigits: 0 });

// What a portfolio was worth, as a line from the first day to the last.
function curve(equity, initial) {
    const [width, height, top] = [320, 110, 12];
    const worths = equity.map((point) => point.equity);
    const least = Math.min(initial, ...worths);
    const most = Math.max(initial, ...worths);
    const x = (n) => (equity.length > 1 ? (n / (equity.length - 1)) * width : 0);
    const y = (worth) => top + (1 - (worth - least) / (most - least || 1)) * (height - 2 * top);
    const steps = worths.map((worth, n) => `${n ? "L" : "M"}${x(n).toFixed(1)} ${y(worth).toFixed(1)}`);
    const title = `Worth from ${money(worths[0])} to ${money(worths[worths.length - 1])}`;
    return element("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": title },
        element("line", { x1: 0, x2: width, y1: y(initial), y2: y(initial), "stroke-dasharray": "3 3" }),
        element("path", { d: steps.join("") }),
        element("text", { x: 0, y: top - 3 }, money(most)),
        element("text", { x: 0, y: height - 1 }, `${money(least)} · ${equity[0].date}`),
        element("text", { x: width, y: height - 1, "text-anchor": "end" }, equity[equity.length - 1].date));
}

async function card(backtest, strategies) {
    const strategy = strategies.get(backtest.strategy_id);
    const name = strategy ? `${strategy.name}: ${strategy.symbol}` : backtest.strategy_id;
    const made = element("article", {},
        element("h2", {}, name),
        element("p", {}, `${backtest.from_day} to ${backtest.to_day}`));
    const result = await ask(`/backtests/${backtest.backtest_id}/result`);
    if (!result || result.equity.length === 0) {
        made.append(element("p", {}, "It has not run yet: a job of the type run_backtest runs it."));
        return made;
    }
    const sharpe = result.sharpe_ratio === null ? "none" : result.sharpe_ratio.toFixed(2);
    made.append(
        element("p", {}, `return ${percent(result.total_return)} · drawdown ${percent(result.max_drawdown)} · Sharpe ${sharpe}`),
        curve(result.equity, result.plan.initial_cash));
    return made;
}

// The newest choice wins, whichever answer comes last.
let choice = 0;

async function showWorkspace(workspaceId) {
    const chosen = ++choice;
    say("Loading …");
    const path = `/workspaces/${workspaceId}`;
    const [strategies, backtests] = await Promise.all([all(`${path}/strategies`), all(`${path}/backtests`)]);
    const known = new Map(strategies.map((strategy) => [strategy.strategy_id, strategy]));
    const cards = await Promise.all(backtests.map((backtest) => card(backtest, known)));
    if (chosen !== choice) return;
    byId("backtests").replaceChildren(...cards);
    say(cards.length ? "" : "There are no backtests in this workspace yet.");
}

async function logIn(form) {
    const { email, password } = Object.fromEntries(new FormData(form));
    const body = JSON.stringify({ email, password });
    const headers = { "content-type": "application/json" };
    token = (await ask("/auth/login", { method: "POST", headers, body })).access_token;
    const workspaces = await all("/workspaces");
    form.hidden = true;
    if (workspaces.length === 0) {
        say("You are in no workspace yet.");
        return;
    }
    const select = byId("choose").elements.workspace;
    select.replaceChildren(...workspaces.map((workspace) =>
        element("option", { value: workspace.workspace_id }, workspace.name)));
    byId("choose").hidden = false;
    await showWorkspace(select.value);
}

const orSay = (work) => work.catch((error) => say(error.message));

byId("log-in").addEventListener("submit", (event) => {
    event.preventDefault();
    orSay(logIn(event.target));
});
byId("choose").addEventListener("change", (event) => orSay(showWorkspace(event.target.value)));
