/**
 * In: images as a capture describes them, and addresses in them. Out: functions, files and lines, innermost first, and
 * what was found of each image. No network request is ever made.
 *
 * <p>Internal.
 */
@NullMarked
package dev.heapcrest.symbols;

import org.jspecify.annotations.NullMarked;
