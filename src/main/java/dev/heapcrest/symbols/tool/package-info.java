/**
 * In: a file and addresses in it. Out: functions, files and lines, as a program that reads DWARF answers: llvm-symbolizer
 * or GNU addr2line, and c++filt for readable names. They run as child processes. One that hangs, ends or answers
 * something else is given up; none is waited for without a limit.
 *
 * <p>Internal.
 */
@NullMarked
package dev.heapcrest.symbols.tool;

import org.jspecify.annotations.NullMarked;
