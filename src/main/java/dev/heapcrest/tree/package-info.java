/**
 * In: a heap profile. Out: the call tree of its surviving stacks, in arrays, in depth-first preorder, with the rules
 * that say which frames a reader wants to see first.
 *
 * <p>API are the types that bear {@code @API}; all others are internal.
 */
@NullMarked
package dev.heapcrest.tree;

import org.jspecify.annotations.NullMarked;
