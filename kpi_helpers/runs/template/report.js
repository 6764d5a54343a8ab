// Draws the charts near the reader first and the others when there is time, so that all of them
// stand before the page is printed. Nothing is fetched.
(() => {
  "use strict";
  const root = document.documentElement;
  const read = (element) => JSON.parse(element.textContent);

  // How a chart is drawn is the charts' own business; the page adds its language, and keeps from
  // the library the styles that its policy forbids.
  const options = {
    ...read(document.getElementById("chart-options")),
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true },
  };
  const embed = window.vegaEmbed;
  window.vegaEmbed = (holder, spec, given) => embed(holder, spec, { ...given, ...options });

  const waiting = new Set(document.querySelectorAll("figure.chart"));
  const drawn = new Map();

  async function draw(figure) {
    waiting.delete(figure);
    const canvas = figure.querySelector(".canvas");
    const before = drawn.get(figure);
    try {
      const view = await window.kpiDraw(canvas, read(figure.querySelector("script")));
      if (before) before.view.finalize();
      drawn.set(figure, { view, width: canvas.clientWidth });
      figure.classList.add("drawn");
      const box = canvas.querySelector("svg").getBoundingClientRect();
      figure.classList.toggle("tall", box.height > 1.35 * box.width);
    } catch (error) {
      figure.classList.add("failed");
      canvas.textContent = canvas.getAttribute("aria-label");
      console.error(error);
    }
    if (!waiting.size) root.dataset.charts = "drawn";
  }

  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting && waiting.has(target)) draw(target);
    }
  }, { rootMargin: "800px 0px" });
  waiting.forEach((figure) => near.observe(figure));
  if (!waiting.size) root.dataset.charts = "drawn";

  const later = window.requestIdleCallback || ((work) => setTimeout(work, 50));
  const drawNext = () => {
    const [figure] = waiting;
    if (figure) draw(figure).then(() => later(drawNext));
  };
  later(drawNext);

  // A chart taller than a sheet would be cut: on paper its table stands for it.
  let opened = [];
  window.addEventListener("beforeprint", () => {
    Promise.all([...waiting].map(draw)).then(() => {
      const tables = [...document.querySelectorAll(".chart.tall ~ details.kpi-table:not([open])")];
      for (const table of tables) table.open = true;
      opened.push(...tables);
    });
  });
  window.addEventListener("afterprint", () => {
    for (const table of opened) table.open = false;
    opened = [];
  });

  let resized;
  window.addEventListener("resize", () => {
    clearTimeout(resized);
    resized = setTimeout(() => {
      for (const [figure, { width }] of drawn) {
        const now = figure.querySelector(".canvas").clientWidth;
        if (now && Math.abs(now - width) > 8) draw(figure);
      }
    }, 250);
  });

  // The contents stand open beside the page and closed above it.
  const contents = document.querySelector(".toc details");
  const narrow = window.matchMedia("(max-width:1080px)");
  const fold = () => { contents.open = !narrow.matches; };
  narrow.addEventListener("change", fold);
  fold();
  contents.addEventListener("click", (event) => {
    if (narrow.matches && event.target.closest("a")) contents.open = false;
  });

  const links = new Map(
    [...contents.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]),
  );
  const places = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  let asked = false;
  const mark = () => {
    asked = false;
    const passed = places.filter((place) => place.getBoundingClientRect().top < 120);
    const current = passed.at(-1) || places[0];
    links.forEach((link, id) => {
      if (current && id === current.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  };
  window.addEventListener("scroll", () => {
    if (!asked) requestAnimationFrame(mark);
    asked = true;
  }, { passive: true });
  mark();
})();
