/** The text after an option of the command line, as `--name value` or `--name=value`.
 * @param {string[]} args @param {string} name */
export function valueOf(args, name) {
  const at = args.indexOf(name);
  if (at >= 0) return args[at + 1];
  return args.find(each => each.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** The texts of an option that may be given several times, as `--name=value`.
 * @param {string[]} args @param {string} name */
export function valuesOf(args, name) {
  return args.filter(each => each.startsWith(`${name}=`)).map(each => each.slice(name.length + 1));
}
