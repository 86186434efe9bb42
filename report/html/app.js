"use strict";
/* The page of svodka-report. All text is put in as text, never as markup; nothing is loaded. */
(() => {
	const data = JSON.parse(document.getElementById("data").textContent);
	const PAGE = 200; // rows drawn at a time; printing draws all
	const PRINTED = 12; // figures side by side on paper
	const LANGS = ["ru", "kk", "en"];
	const state = { lang: data.lang, period: -1, search: "", conflicts: false, group: "", sort: null, down: false, page: 0, all: false, level: "", findingPage: 0 };
	const nth = () => LANGS.indexOf(state.lang);
	const word = (key) => data.labels[state.lang][key] ?? key;
	const $ = (id) => document.getElementById(id);

	function make(tag, attributes, ...children) {
		const e = document.createElement(tag);
		for (const [name, value] of Object.entries(attributes ?? {}))
			if (name === "class") e.className = value;
			else if (name.startsWith("on")) e.addEventListener(name.slice(2), value);
			else if (value !== null && value !== false) e.setAttribute(name, value === true ? "" : value);
		e.append(...children.filter((c) => c !== null && c !== undefined));
		return e;
	}
	function fill(parent, ...children) { parent.replaceChildren(...children.filter(Boolean)); }

	/* Numbers come as decimal strings and stay what they are. */
	function number(text) {
		const negative = text.startsWith("-");
		let [whole, fraction] = (negative ? text.slice(1) : text).split(".");
		if (whole.length > 4) whole = whole.replace(/\B(?=(\d{3})+$)/g, state.lang === "en" ? "," : "\u00a0");
		return (negative ? "\u2212" : "") + whole + (fraction ? (state.lang === "en" ? "." : ",") + fraction : "");
	}
	const signed = (text) => (/^[^-0]|0\.\d*[1-9]/.test(text) && !text.startsWith("-") ? "+" : "") + number(text);
	const change = (c) => signed(c[2]) + (c[3] === null ? "" : ` (${signed(c[3])}\u00a0%)`);
	const statusOf = (c) => c[1] === null ? "conflict" : [null, "single", "agree", "decided"][c[2]];
	const either = (pair) => pair[state.lang === "kk" ? 1 : 0] || pair[0] || pair[1];
	const institution = (row) => data.institutions[row.i];
	const nameOf = (row) => either(institution(row).name) || institution(row).key;
	const placeOf = (row) => either(institution(row).place);
	const periodOf = (p) => data.periods[p][nth()];
	const figureOf = (f) => data.figures[f].label[nth()];
	const date = (text) => state.lang === "en" ? text : text.split("-").reverse().join(".");
	const compare = (a, b) => a.localeCompare(b, state.lang, { numeric: true });

	for (const row of data.rows) row.cell = new Map(row.c.map((c) => [c[0], c]));

	/* Evidence and findings are packed; a chunk is unpacked when it is asked for. */
	const unpacked = new Map();
	function unpack(id) {
		if (!unpacked.has(id)) unpacked.set(id, (async () => {
			const bytes = Uint8Array.from(atob($(id).textContent), (c) => c.charCodeAt(0));
			const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
			return JSON.parse(await new Response(stream).text());
		})());
		return unpacked.get(id);
	}

	/* ---- the matrix ---- */
	function visibleRows() {
		const wanted = state.search.toLocaleLowerCase();
		const rows = data.rows.filter((row) =>
			(state.period < 0 || row.p === state.period) &&
			(!state.conflicts || row.c.some((c) => c[1] === null)) &&
			(!wanted || [...institution(row).name, ...institution(row).place, institution(row).key, ...data.periods[row.p]]
				.some((t) => t && t.toLocaleLowerCase().includes(wanted))));
		if (state.sort === null) return rows;
		const rank = (row) => {
			const c = row.cell.get(state.sort);
			return c ? (c[1] === null ? 1 : 0) : 2;
		};
		return rows.slice().sort((a, b) => {
			if (state.sort === "name") return (state.down ? -1 : 1) * compare(nameOf(a), nameOf(b));
			const d = rank(a) - rank(b);
			if (d || rank(a)) return d;
			const x = Number(a.cell.get(state.sort)[1]), y = Number(b.cell.get(state.sort)[1]);
			return (state.down ? y - x : x - y) || compare(nameOf(a), nameOf(b));
		});
	}
	const inGroup = (f) => !state.group || data.figures[f].group === state.group;
	function columns() {
		const stated = new Set();
		for (const row of data.rows) for (const c of row.c) stated.add(c[0]);
		return data.figures.map((_, f) => f).filter((f) => stated.has(f) && inGroup(f));
	}
	function sortButton(key, text) {
		const sorted = state.sort === key;
		return make("th", { scope: "col", "aria-sort": sorted ? (state.down ? "descending" : "ascending") : "none" },
			make("button", { type: "button", "data-sort": key, onclick: () => {
				state.down = sorted ? !state.down : key !== "name";
				state.sort = key;
				state.page = 0;
				drawMatrix();
				document.querySelector(`[data-sort="${key}"]`).focus();
			} }, text));
	}
	function drawCell(row, f) {
		const c = row.cell.get(f);
		if (!c) return make("td", { class: "none", tabindex: -1 }, "\u00b7");
		const conflict = c[1] === null;
		const td = make("td", { class: conflict ? "conflict" : c[2] === 1 ? "single" : "", tabindex: -1, "data-figure": f,
			title: word("status." + statusOf(c)) },
			conflict ? "\u2260" : (c[2] === 3 ? "\u2713" : "") + (c[3] ? "\u2248" : "") + number(c[1]));
		if (conflict) td.setAttribute("aria-label", word("status.conflict"));
		td.row = row;
		return td;
	}
	function drawRow(row, shown, name = nameOf(row)) {
		return make("tr", null,
			make("th", { scope: "row" }, make("span", { class: "name", "data-short": either(institution(row).short) }, name), make("small", null, [placeOf(row), periodOf(row.p)].filter(Boolean).join(" \u00b7 "))),
			...shown.map((f) => drawCell(row, f)));
	}
	/* Totals are of the rows shown, and exact: a number is a whole count of 10^-PLACES here, one place more than it may
	   have, for the half of a median. */
	const PLACES = 10, ONE = 10n ** BigInt(PLACES), HUNDREDTH = ONE / 100n;
	function units(text) {
		const [whole, fraction = ""] = text.split(".");
		return BigInt(whole + fraction.padEnd(PLACES, "0"));
	}
	function decimal(n) {
		const digits = String(n < 0n ? -n : n).padStart(PLACES + 1, "0");
		const fraction = digits.slice(-PLACES).replace(/0+$/, "");
		return (n < 0n ? "-" : "") + digits.slice(0, -PLACES) + (fraction && "." + fraction);
	}
	/* n / by to two digits, halves away from zero. */
	function mean(n, by) {
		const step = HUNDREDTH * by, half = n < 0n ? -step : step;
		return (2n * n + half) / (2n * step) * HUNDREDTH;
	}
	function totalOf(cells, summed) {
		const values = cells.filter((c) => c[1] !== null).map((c) => c.units ??= units(c[1]));
		const total = { stated: cells.length, conflicts: cells.length - values.length };
		if (!values.length) return total;
		values.sort((a, b) => a < b ? -1 : a > b ? 1 : 0);
		const sum = values.reduce((a, b) => a + b), middle = values.length >> 1;
		total.sum = summed ? decimal(sum) : undefined;
		total.mean = decimal(mean(sum, BigInt(values.length)));
		total.median = decimal(values.length % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2n);
		return total;
	}
	/* By period; of a single row only where its period was chosen. Kept while the same rows are shown. */
	let totalled = { filters: null, periods: [] };
	function totals(rows) {
		const filters = JSON.stringify([state.period, state.conflicts, state.search]);
		if (totalled.filters !== filters)
			totalled = { filters, periods: data.periods.map((_, p) => ({ p, rows: rows.filter((row) => row.p === p), figures: new Map() }))
				.filter((t) => t.rows.length > (state.period < 0 ? 1 : 0)) };
		return totalled.periods;
	}
	function drawTotals(rows, shown) {
		const lines = [];
		for (const { p, rows: own, figures } of totals(rows)) {
			const of = (f) => {
				if (!figures.has(f)) figures.set(f, totalOf(own.map((row) => row.cell.get(f)).filter(Boolean), data.figures[f].sum));
				return figures.get(f);
			};
			for (const key of ["stated", "sum", "mean", "median"])
				lines.push(make("tr", null, make("th", { scope: "row" }, word("total." + key) + " \u00b7 " + periodOf(p)),
					...shown.map((f) => {
						const t = of(f), value = t.stated ? t[key] : undefined;
						const out = key === "sum" && t.conflicts ? " \u2260" + t.conflicts : "";
						return make("td", null, (value === undefined ? "" : number(String(value))) + out);
					})));
		}
		return lines;
	}
	/* On paper: all rows, a line each, in blocks of figures that fit its width. */
	function drawPrinted(rows, shown) {
		const blocks = [];
		for (let from = 0; state.all && from < shown.length; from += PRINTED) {
			const block = shown.slice(from, from + PRINTED);
			blocks.push(make("table", { class: "matrix" },
				make("thead", null, make("tr", null, make("th", { scope: "col" }, word("institution")), ...block.map((f) => make("th", { scope: "col" }, figureOf(f))))),
				make("tbody", null, ...rows.map((row) => drawRow(row, block, either(institution(row).short) || nameOf(row)))),
				make("tfoot", null, ...drawTotals(rows, block))));
		}
		fill($("print-matrix"), ...blocks);
	}
	function drawMatrix() {
		const rows = visibleRows(), shown = columns();
		const pages = Math.max(1, Math.ceil(rows.length / PAGE));
		state.page = Math.min(state.page, pages - 1);
		const part = rows.slice(state.page * PAGE, state.page * PAGE + PAGE);
		fill($("matrix"),
			make("thead", null, make("tr", null, sortButton("name", word("institution")), ...shown.map((f) => sortButton(f, figureOf(f))))),
			make("tbody", null, ...part.map((row) => drawRow(row, shown))),
			make("tfoot", null, ...drawTotals(rows, shown)));
		const first = $("matrix").querySelector("tbody td");
		if (first) first.tabIndex = 0;
		const turn = (by) => () => { state.page += by; drawMatrix(); };
		fill($("pager"),
			make("span", { role: "status" }, `${word("html.rows")}: ${number(String(rows.length))}`),
			pages > 1 && !state.all && make("button", { type: "button", onclick: turn(-1), disabled: state.page === 0 }, "\u2190 " + word("html.previous")),
			pages > 1 && !state.all && make("span", null, `${state.page + 1} / ${pages}`),
			pages > 1 && !state.all && make("button", { type: "button", onclick: turn(1), disabled: state.page === pages - 1 }, word("html.next") + " \u2192"));
		drawCharts(rows);
		drawPrinted(rows, shown);
	}
	/* One cell takes part in tabbing; arrows move it. */
	function onMatrixKey(event) {
		const td = event.target.closest("td");
		if (!td || !$("matrix").tBodies[0].contains(td)) return;
		const tr = td.parentElement, body = tr.parentElement;
		const move = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0], Home: [0, 1 - td.cellIndex], End: [0, tr.cells.length - 1 - td.cellIndex] }[event.key];
		if (event.key === "Enter" || event.key === " ") {
			event.preventDefault();
			openEvidence(td);
		} else if (move) {
			const next = body.rows[tr.sectionRowIndex + move[0]]?.cells[td.cellIndex + move[1]];
			if (!next || next.tagName !== "TD") return;
			event.preventDefault();
			td.tabIndex = -1;
			next.tabIndex = 0;
			next.focus();
		}
	}

	/* ---- evidence ---- */
	function quoted(before, quote, after) {
		return make("blockquote", null, before, make("mark", null, quote), after);
	}
	/* Quotes of one sentence are marked in it together: [quote, before, after] each. */
	function quotedTogether(quotes) {
		const sentences = new Map();
		for (const [quote, before, after] of quotes) {
			const text = before + quote + after;
			sentences.set(text, [...sentences.get(text) ?? [], [before.length, before.length + quote.length]]);
		}
		return [...sentences].map(([text, places]) => {
			const parts = [];
			let at = 0;
			for (const [from, to] of places.sort((a, b) => a[0] - b[0])) {
				if (from < at) continue;
				parts.push(text.slice(at, from), make("mark", null, text.slice(from, to)));
				at = to;
			}
			return make("blockquote", null, ...parts, text.slice(at));
		});
	}
	function drawStatement(s, row) {
		// lang, value, quote, before, after, document, how, match, rule, approx
		return make("div", null,
			make("strong", null, (s[9] ? "\u2248" : "") + number(s[1])),
			quoted(s[3], s[2], s[4]),
			make("p", { class: "note" }, [row.d[s[5]], word("how." + s[6]), s[7] !== "exact" && word("match." + s[7]), s[8]].filter(Boolean).join(" \u00b7 ")));
	}
	async function openEvidence(td) {
		if (!td.dataset.figure) return;
		const row = td.row, f = Number(td.dataset.figure), c = row.cell.get(f);
		const dialog = $("evidence");
		const chunk = await unpack("e" + row.k);
		const statements = chunk[row.n]?.[f] ?? [];
		const side = (lang) => {
			const own = statements.filter((s) => s[0] === lang);
			return make("div", { lang }, make("h3", null, word("quote." + lang)),
				...(own.length ? own.map((s) => drawStatement(s, row)) : [make("p", { class: "note" }, word("html.nothing"))]));
		};
		const concerned = findings.filter((x) => data.rows[x.row] === row && x.figures.includes(data.figures[f].id));
		fill(dialog,
			make("button", { type: "button", class: "close", onclick: () => dialog.close() }, word("html.close")),
			make("h2", { id: "evidence-title", tabindex: -1 }, `${figureOf(f)}: ${c[1] === null ? word("status.conflict") : number(c[1])}`),
			make("p", { class: "note" }, `${nameOf(row)} \u00b7 ${periodOf(row.p)} \u00b7 ${word("status." + statusOf(c))}`),
			c[5] && make("p", null, "\u2713 " + c[5][nth()]),
			c[4] && make("p", null, `${periodOf(c[4][0])}: ${number(c[4][1])}; ${word("change")}: ${change(c[4])}`),
			make("div", { class: "sides" }, side("ru"), side("kk")),
			concerned.length > 0 && make("h3", null, word("title.findings")),
			concerned.length > 0 && make("ul", { class: "list" }, ...concerned.map((x) => drawFinding(x, CONFLICTS.includes(x.code) ? [] : x.quotes)))); // these quotes stand above
		dialog.showModal();
		$("evidence-title").focus();
		dialog.onclose = () => td.isConnected && td.focus();
	}

	/* ---- findings ---- */
	let findings = [];
	const CONFLICTS = ["language-conflict", "internal-conflict", "resubmission"];
	function drawFinding(x, quotes = x.quotes) {
		const row = data.rows[x.row];
		return make("li", null,
			make("span", { class: "level " + x.level }, word("level." + x.level)),
			make("span", null, x.text[nth()] || x.text.find(Boolean)),
			make("div", { class: "where" }, [nameOf(row), periodOf(row.p), x.code, x.path].join(" \u00b7 ")),
			...quotedTogether(quotes));
	}
	function drawFindings() {
		const list = findings.filter((x) => (!state.level || x.level === state.level) && (state.period < 0 || data.rows[x.row].p === state.period));
		const pages = Math.max(1, Math.ceil(list.length / PAGE));
		state.findingPage = Math.min(state.findingPage, pages - 1);
		const part = state.all ? list : list.slice(state.findingPage * PAGE, state.findingPage * PAGE + PAGE);
		fill($("finding-list"), ...part.map((x) => drawFinding(x)));
		const turn = (by) => () => { state.findingPage += by; drawFindings(); };
		fill($("finding-pager"),
			make("span", { role: "status" }, `${word("title.findings")}: ${number(String(list.length))}`),
			pages > 1 && !state.all && make("button", { type: "button", onclick: turn(-1), disabled: state.findingPage === 0 }, "\u2190 " + word("html.previous")),
			pages > 1 && !state.all && make("button", { type: "button", onclick: turn(1), disabled: state.findingPage === pages - 1 }, word("html.next") + " \u2192"));
	}

	/* ---- charts: scales, axes and marks by D3 ---- */
	const CHART = { width: 340, right: 80, band: 44, name: 16, bars: 12 };
	function short(row) {
		const name = either(institution(row).short) + (state.period < 0 ? `, ${periodOf(row.p)}` : "");
		return name.length > 60 ? name.slice(0, 59) + "\u2026" : name;
	}
	function chart(title, ids, rows) {
		const pair = ids.map((id) => data.figures.findIndex((f) => f.id === id));
		const value = (row, f) => row.cell.get(f)?.[1] ?? null;
		if (pair.includes(-1)) return null;
		const drawn = rows.filter((row) => value(row, pair[1]) !== null)
			.sort((a, b) => Number(value(b, pair[1])) - Number(value(a, pair[1])));
		const shown = drawn.slice(0, CHART.bars);
		// what is not drawn is said: who contradicts itself, and how many there are besides
		const left = rows.filter((row) => pair.some((f) => row.cell.get(f)?.[1] === null));
		const names = left.slice(0, CHART.bars).map((row) => short(row)).join("; ") + (left.length > CHART.bars ? "; \u2026" : "");
		const notes = [left.length && `${word("status.conflict")} \u2260: ${names}`,
			drawn.length > shown.length && `${word("count.more")}: ${number(String(drawn.length - shown.length))}`];
		const framed = (...parts) => make("figure", null, make("h3", null, title), ...parts,
			...notes.filter(Boolean).map((text) => make("p", { class: "note" }, text)));
		if (!shown.length) return left.length ? framed() : null;
		const height = shown.length * CHART.band;
		const x = d3.scaleLinear().range([0, CHART.width])
			.domain([0, d3.max(shown, (row) => d3.max(pair, (f) => Number(value(row, f) ?? 0))) || 1]).nice();
		const y = d3.scaleBand().domain(d3.range(shown.length)).range([0, height]);
		const half = d3.scaleBand().domain([0, 1]).range([CHART.name, CHART.band - 4]).paddingInner(0.08);
		const svg = d3.create("svg:svg").attr("viewBox", `-8 0 ${CHART.width + CHART.right} ${height + 22}`).attr("role", "img")
			.attr("aria-label", title + ". " + shown.map((row) =>
				`${nameOf(row)}: ${pair.map((f) => value(row, f) === null ? "\u00b7" : number(value(row, f))).join(", ")}`).join("; "));
		svg.append("g").attr("class", "axis").attr("transform", `translate(0,${height})`)
			.call(d3.axisBottom(x).ticks(4).tickSize(-height).tickPadding(6).tickFormat((n) => number(String(n))));
		const group = svg.selectAll(".row").data(shown).enter().append("g").attr("class", "row").attr("transform", (_, i) => `translate(0,${y(i)})`);
		group.append("text").attr("class", "name").attr("y", 12).text(short);
		for (const [k, f] of pair.entries()) {
			const stated = group.filter((row) => value(row, f) !== null);
			stated.append("rect").attr("class", k ? "two" : "one").attr("y", half(k)).attr("height", half.bandwidth())
				.attr("width", (row) => Math.max(0, x(Number(value(row, f)))));
			stated.append("text").attr("class", "value").attr("x", (row) => Math.max(0, x(Number(value(row, f)))) + 4)
				.attr("y", half(k) + half.bandwidth() - 2).text((row) => number(value(row, f)));
		}
		return framed(svg.node(),
			make("figcaption", { class: "key" }, ...pair.map((f) => make("span", null, figureOf(f)))));
	}
	function drawCharts(rows) {
		fill($("charts"), ...data.charts.map((c) => chart(word(c[0]), c[1], rows)));
	}

	/* ---- the rest ---- */
	function table(heads, rows) {
		return make("table", { class: "plain" }, make("thead", null, make("tr", null, ...heads.map((h) => make("th", { scope: "col" }, word(h))))),
			make("tbody", null, ...rows.map((cells) => make("tr", null, ...cells.map((c) => make("td", null, c ?? ""))))));
	}
	function drawChanges() {
		const rows = [];
		for (const row of data.rows) for (const c of row.c)
			if (c[4] && rows.length < 2000)
				rows.push([nameOf(row), figureOf(c[0]), `${periodOf(c[4][0])}: ${number(c[4][1])}`, `${periodOf(row.p)}: ${number(c[1])}`, change(c[4])]);
		fill($("change-list"), table(["institution", "figure", "before", "now", "change"], rows));
	}
	function drawLists() {
		$("changes").hidden = !data.rows.some((row) => row.c.some((c) => c[4]));
		fill($("missing-list"), table(["institution", "place", "period", "missing.what", "due"],
			data.missing.map((m) => [either(m[0]), either(m[1]), periodOf(m[2]), word(m[3]), date(m[4])])));
		$("missing").hidden = !data.missing.length;
		document.querySelector('a[href="#missing"]').hidden = !data.missing.length;
		fill($("rejected-list"), table(["document", "state"], data.rejected.map((r) => [r[0], r[1][nth()] || r[1][0]])));
		$("rejected").hidden = !data.rejected.length;
		document.querySelector('a[href="#rejected"]').hidden = !data.rejected.length;
	}
	let unclaimed = [];
	async function loadUnclaimed() {
		const ids = new Set(data.rows.filter((row) => row.u).map((row) => row.k));
		unclaimed = [];
		for (const id of ids) {
			const chunk = await unpack("e" + id);
			for (const row of data.rows) if (row.k === id) for (const u of chunk[row.n]?.u ?? []) unclaimed.push([row, u]);
		}
		fill($("unclaimed-list"), make("ul", { class: "list" }, ...unclaimed.slice(0, 1000).map(([row, u]) => make("li", null,
			quoted(u[1], u[0], u[2]), make("div", { class: "where" }, `${nameOf(row)} \u00b7 ${periodOf(row.p)}`)))));
	}
	function drawSources() {
		fill($("source-list"), table(["document", "sha256", "institution", "period"],
			data.rows.flatMap((row) => row.d.map((d, k) => [d, row.s[k], nameOf(row), periodOf(row.p)]))));
	}
	function draw() {
		document.documentElement.lang = state.lang;
		document.title = word("title.summary");
		$("origin").textContent = data.origin[nth()];
		for (const e of document.querySelectorAll("[data-word]")) e.textContent = word(e.dataset.word);
		for (const b of document.querySelectorAll("[data-lang]")) b.setAttribute("aria-pressed", String(b.dataset.lang === state.lang));
		fill($("cards"), ...data.counts.map(([key, n, bad]) => make("div", null, make("dt", null, word(key)),
			make("dd", { class: bad && n ? "bad" : "" }, number(String(n))))));
		fill($("period"), make("option", { value: -1 }, word("html.all")), ...data.periods.map((_, p) => make("option", { value: p }, periodOf(p))));
		$("period").value = String(state.period);
		fill($("group"), make("option", { value: "" }, word("html.all")),
			...[...new Set(data.figures.map((f) => f.group))].map((g) => make("option", { value: g }, word("group." + g))));
		$("group").value = state.group;
		fill($("level"), make("option", { value: "" }, word("html.all")), ...["error", "warning", "info"].map((l) => make("option", { value: l }, word("level." + l))));
		$("level").value = state.level;
		drawMatrix();
		drawFindings();
		drawLists();
		if ($("unclaimed").open) loadUnclaimed();
		if ($("sources").open) drawSources();
		if ($("changes").open) drawChanges();
	}

	for (const b of document.querySelectorAll("[data-lang]")) b.addEventListener("click", () => { state.lang = b.dataset.lang; draw(); });
	$("theme").addEventListener("click", () => {
		const dark = document.documentElement.dataset.theme
			? document.documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
		document.documentElement.dataset.theme = dark ? "light" : "dark";
	});
	$("print").addEventListener("click", () => window.print());
	$("period").addEventListener("change", (e) => { state.period = Number(e.target.value); state.page = 0; drawMatrix(); drawFindings(); });
	$("group").addEventListener("change", (e) => { state.group = e.target.value; drawMatrix(); });
	$("level").addEventListener("change", (e) => { state.level = e.target.value; drawFindings(); });
	$("conflicts").addEventListener("change", (e) => { state.conflicts = e.target.checked; state.page = 0; drawMatrix(); });
	$("search").addEventListener("input", (e) => { state.search = e.target.value; state.page = 0; drawMatrix(); });
	$("matrix").addEventListener("click", (e) => { const td = e.target.closest("tbody td"); if (td) openEvidence(td); });
	$("matrix").addEventListener("keydown", onMatrixKey);
	$("unclaimed").addEventListener("toggle", () => { if ($("unclaimed").open) loadUnclaimed(); });
	$("changes").addEventListener("toggle", () => { if ($("changes").open) drawChanges(); });
	$("sources").addEventListener("toggle", () => { if ($("sources").open) drawSources(); });
	window.addEventListener("beforeprint", () => { state.all = true; drawMatrix(); drawFindings(); });
	window.addEventListener("afterprint", () => { state.all = false; drawMatrix(); drawFindings(); });

	draw();
	(async () => {
		for (let k = 0; $("f" + k); k++)
			findings.push(...(await unpack("f" + k)).map(([row, level, code, figures, text, quotes, path]) => ({ row, level, code, figures, text, quotes, path })));
		drawFindings();
		document.documentElement.dataset.ready = "1";
	})();
})();
