/* Draws the charts of a page: as wide as the page allows, within its Content-Security-Policy. */
window.kpiDraw = async function (holder, spec) {
  "use strict";
  const wide = () => Math.max(260, holder.clientWidth || 640);

  function fitted(width) {
    const fit = structuredClone(spec);
    const panel = (fit.usermeta || {}).panel;
    if (panel && fit.concat) {
      const count = Math.max(1, Math.floor((width + panel.gap) / (panel.least + panel.gap)));
      const rows = Math.ceil(fit.concat.length / Math.min(count, 3));
      fit.columns = Math.ceil(fit.concat.length / rows);
      const plot = Math.floor(width / fit.columns) - panel.gap;
      for (const one of fit.concat) one.width = Math.max(120, Math.min(plot, 420));
    } else {
      fit.width = Math.min(width - 8, (fit.usermeta || {}).most || 1120);
    }
    return fit;
  }

  function shrink(fit, excess) {
    if (fit.concat) for (const one of fit.concat) one.width -= Math.ceil(excess / fit.columns);
    else fit.width -= excess;
    return fit;
  }

  async function draw() {
    const width = wide();
    const options = { mode: "vega-lite", renderer: "svg", actions: false, ast: true };
    const fit = fitted(width);
    let result = await window.vegaEmbed(holder, fit, options);
    for (let tries = 0; tries < 4; tries += 1) {
      const excess = holder.querySelector("svg").getBoundingClientRect().width - width;
      if (excess <= 0) break;
      result.finalize();
      result = await window.vegaEmbed(holder, shrink(fit, Math.ceil(excess)), options);
    }
    holder.setAttribute("role", "img");
    holder.removeAttribute("aria-roledescription");
    return result;
  }

  return draw();
};
