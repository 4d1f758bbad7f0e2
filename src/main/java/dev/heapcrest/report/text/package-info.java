/**
 * In: a heap profile, or the records of a capture. Out: text and JSON for people at a terminal and for scripts.
 *
 * <p>Internal.
 */
@NullMarked
package dev.heapcrest.report.text;

import org.jspecify.annotations.NullMarked;
