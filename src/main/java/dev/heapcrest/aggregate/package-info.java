/**
 * In: allocations by stack and deallocations, in the order of the program. Out: who held how many bytes at the
 * high-water mark, at the end (leaks), and in temporary allocations, as an immutable profile.
 *
 * <p>Internal.
 */
@NullMarked
package dev.heapcrest.aggregate;

import org.jspecify.annotations.NullMarked;
