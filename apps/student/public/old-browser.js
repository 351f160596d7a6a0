// Runs only where modules are unknown (before 2018): the pupil reads a sentence instead of a white page.
document.getElementById('app').innerHTML =
  '<h1>这个浏览器太旧了</h1><p>请用新版浏览器打开，或请老师帮忙换一台设备。</p>' +
  '<p>需要帮助：<b>12356</b> 心理援助热线；紧急情况 <b>110</b>、<b>120</b>。</p>';
