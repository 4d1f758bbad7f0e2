/**
 * In: columns of numbers, and the texts and sections of a file. Out: their bytes, LEB128 and zigzag, and back. Pages are
 * written in columns; profiles, partials and symbol packs in sections of them.
 *
 * <p>Internal.
 */
@NullMarked
package dev.heapcrest.columns;

import org.jspecify.annotations.NullMarked;
