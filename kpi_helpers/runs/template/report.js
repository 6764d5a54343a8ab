// Draws the charts near the reader first and the others when there is time, so that all of them
// stand before the page is printed. Nothing is fetched.
(() => {
  "use strict";
  const read = (element) => JSON.parse(element.textContent);
  const locale = read(document.getElementById("chart-options"));
  const options = {
    ...locale,
    ast: true,
    actions: false,
    renderer: "svg",
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true },
  };
  const waiting = new Set(document.querySelectorAll("figure.chart"));
  const root = document.documentElement;

  const draw = (figure) => {
    if (!waiting.delete(figure)) return Promise.resolve();
    const canvas = figure.querySelector(".canvas");
    const spec = read(figure.querySelector("script"));
    return window
      .vegaEmbed(canvas, spec, options)
      .then(() => figure.classList.add("drawn"))
      .catch((error) => {
        figure.classList.add("failed");
        canvas.textContent = canvas.getAttribute("aria-label");
        console.error(error);
      })
      .finally(() => {
        if (!waiting.size) root.dataset.charts = "drawn";
      });
  };

  const near = new IntersectionObserver(
    (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => {
      near.unobserve(entry.target);
      draw(entry.target);
    }),
    { rootMargin: "800px 0px" },
  );
  waiting.forEach((figure) => near.observe(figure));
  if (!waiting.size) root.dataset.charts = "drawn";

  const later = window.requestIdleCallback || ((work) => setTimeout(work, 50));
  const drawNext = () => {
    const [figure] = waiting;
    if (figure) draw(figure).then(() => later(drawNext));
  };
  later(drawNext);
  window.addEventListener("beforeprint", () => waiting.forEach(draw));

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
  const mark = () => {
    const passed = places.filter((place) => place.getBoundingClientRect().top < 120);
    const current = passed.at(-1) || places[0];
    links.forEach((link, id) => {
      if (current && id === current.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  };
  let asked = false;
  window.addEventListener("scroll", () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => { asked = false; mark(); });
  }, { passive: true });
  mark();
})();
