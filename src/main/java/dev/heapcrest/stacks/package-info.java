/**
 * In: frame pushes and pops, code objects, thread switches. Out: allocations and deallocations, each allocation with
 * the id of its interned call stack.
 */
@NullMarked
package dev.heapcrest.stacks;

import org.jspecify.annotations.NullMarked;
