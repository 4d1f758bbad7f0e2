/**
 * In: a heap profile and its call tree. Out: what all kinds of reports say about a capture, and how they write text that
 * a capture chose.
 */
@NullMarked
package dev.heapcrest.report;

import org.jspecify.annotations.NullMarked;
