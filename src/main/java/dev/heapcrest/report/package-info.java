/**
 * In: a heap profile and its call tree. Out: what all kinds of reports say about a capture, and how they write text that
 * a capture chose.
 *
 * <p>API are the types that bear {@code @API}; all others are internal.
 */
@NullMarked
package dev.heapcrest.report;

import org.jspecify.annotations.NullMarked;
