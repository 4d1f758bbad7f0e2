/**
 * In: a folder of captures in a file system that Hadoop knows. Out: their sum, a row for each, pages. A job for Apache Spark,
 * which the build makes in profile {@code spark} alone (docs/fleets.md).
 *
 * <p>Internal.
 */
@NullMarked
package dev.heapcrest.spark;

import org.jspecify.annotations.NullMarked;
