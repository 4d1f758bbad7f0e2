/**
 * In: the command line. Out: reports, messages and an exit code. The only place that wires the stages, prints, or
 * exits.
 *
 * <p>Internal.
 */
@NullMarked
package dev.heapcrest.cli;

import org.jspecify.annotations.NullMarked;
