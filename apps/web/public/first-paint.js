/* Theme and language before the first paint, so that a dark page never flashes white; and what the first view needs, asked for at once. */
(function () {
  var root = document.documentElement;
  var theme = null;
  var locale = null;
  try {
    theme = localStorage.getItem('opora.theme');
    locale = localStorage.getItem('opora.locale');
  } catch (error) {
    /* Storage is closed: the system's theme and the browser's language do. */
  }
  var dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.dataset.theme = dark ? 'dark' : 'light';
  root.dataset.mantineColorScheme = root.dataset.theme;
  root.lang = locale === 'en' || locale === 'uk' ? locale : /^en/i.test(navigator.language) ? 'en' : 'uk';

  var block = document.getElementById('first-views');
  if (!block) return;
  var view = JSON.parse(block.textContent).find(function (one) {
    return new RegExp(one.at).test(location.pathname);
  });
  if (!view) return;
  // Answers wait here for the program to take them (shared/api/early.ts); nobody else may.
  var answers = {};
  window.oporaEarly = answers;
  view.data.forEach(function (path) {
    var address = '/api/v1' + path;
    answers[address] = fetch(address, { credentials: 'same-origin', headers: { 'Accept-Language': root.lang } });
    answers[address].catch(function () {});
  });
  view.css.forEach(function (file) {
    add('preload', file, 'style');
  });
  view.js.concat(view[root.lang]).forEach(function (file) {
    add('modulepreload', file);
  });
  function add(rel, file, as) {
    var link = document.createElement('link');
    if (as) link.as = as;
    link.rel = rel;
    link.crossOrigin = '';
    link.href = '/' + file;
    document.head.appendChild(link);
  }
})();
