/**
 * In: keys that a capture chooses. Out: tables of them whose cost is in proportion to their number, whatever the keys are.
 *
 * <p>Internal.
 */
@NullMarked
package dev.heapcrest.tables;

import org.jspecify.annotations.NullMarked;
