/**
 * In: class files of libraries. Out: the same in a format that the launcher's archive of classes takes. Runs in the build
 * alone and is in no jar.
 *
 * <p>Internal.
 */
@NullMarked
package dev.heapcrest.cli.build;

import org.jspecify.annotations.NullMarked;
