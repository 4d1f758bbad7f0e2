/**
 * In: a call tree. Out: the same figures in the file formats of other programs, streamed.
 */
@NullMarked
package dev.heapcrest.report.export;

import org.jspecify.annotations.NullMarked;
