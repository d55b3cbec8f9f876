/**
 * Sets the theme before the first paint, as next-themes would: the choice that it keeps under `theme`, or the system's. A text that
 * never changes, so that the policy of a page may name it by its hash and static pages need no nonce for it.
 */
export const themeScript = `(()=>{let c=null;try{c=localStorage.getItem("theme")}catch{}const t=c==="light"||c==="dark"?c:matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light";const e=document.documentElement;e.classList.add(t);e.style.colorScheme=t})()`;
