/**
 * In: frame pushes and pops, code objects, thread switches. Out: allocations and deallocations, each allocation with
 * the stack of its thread, which is interned only on demand.
 *
 * <p>Internal.
 */
@NullMarked
package dev.heapcrest.stacks;

import org.jspecify.annotations.NullMarked;
