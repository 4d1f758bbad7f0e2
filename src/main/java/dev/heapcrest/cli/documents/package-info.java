/**
 * In: picocli's model of the commands. Out: manual pages and completions for shells, for the released forms. Runs in the
 * build alone; the jars leave it out.
 *
 * <p>Internal.
 */
@NullMarked
package dev.heapcrest.cli.documents;

import org.jspecify.annotations.NullMarked;
