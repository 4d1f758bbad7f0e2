/**
 * In: an ELF file that nobody vouches for. Out: its loadable segments, build id, functions by address, and where its
 * debug file should be. Whatever a file says is checked against its size before it is believed.
 *
 * <p>Internal.
 */
@NullMarked
package dev.heapcrest.symbols.elf;

import org.jspecify.annotations.NullMarked;
