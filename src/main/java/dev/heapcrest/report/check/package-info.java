/**
 * Gates for builds: what captures hold against limits and against a baseline. In: profiles, limits, a baseline. Out:
 * verdicts, and the reports that build servers read.
 */
@NullMarked
package dev.heapcrest.report.check;

import org.jspecify.annotations.NullMarked;
