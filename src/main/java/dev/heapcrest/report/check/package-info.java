/**
 * Gates for builds. In: profiles, limits and a baseline. Out: verdicts, and reports of them that build servers read.
 *
 * <p>Internal.
 */
@NullMarked
package dev.heapcrest.report.check;

import org.jspecify.annotations.NullMarked;
