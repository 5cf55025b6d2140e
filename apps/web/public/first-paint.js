/* Theme and language before the first paint, so that a dark page never flashes white. */
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
})();
