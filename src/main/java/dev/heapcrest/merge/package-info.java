/**
 * In: profiles and call trees of captures. Out: partials, which add up in any order to the figures of many captures, and
 * what differs between two of them.
 *
 * <p>API are the types that bear {@code @API}; all others are internal.
 */
@NullMarked
package dev.heapcrest.merge;

import org.jspecify.annotations.NullMarked;
