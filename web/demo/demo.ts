/** The bank's own buttons that open the chat, through the loader's public functions. */
import "../loader/api";

for (const button of document.querySelectorAll("[data-open-chat]")) {
  button.addEventListener("click", () => window.Zhike?.open());
}
