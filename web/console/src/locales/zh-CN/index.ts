import desk from "./desk";
import shell from "./shell";
import staff from "./staff";
import tickets from "./tickets";
import words from "./words";

export default { ...shell, ...words, ...desk, ...tickets, ...staff };
