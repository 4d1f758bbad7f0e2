/**
 * In: a call tree and what is known about its capture. Out: one self-contained HTML page. The only place that knows
 * Mustache.
 *
 * <p>Internal.
 */
@NullMarked
package dev.heapcrest.report.html;

import org.jspecify.annotations.NullMarked;
