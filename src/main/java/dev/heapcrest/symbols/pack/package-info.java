/**
 * In: names of all native frames of a capture. Out: a file with them (docs/symbol-pack.md), and names from such a file
 * where the program's own files are not.
 *
 * <p>Internal.
 */
@NullMarked
package dev.heapcrest.symbols.pack;

import org.jspecify.annotations.NullMarked;
