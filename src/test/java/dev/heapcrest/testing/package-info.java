/**
 * In: nothing but docs/capture-format.md. Out: a second, deliberately plain reading of it: a slow decoder, a naive model
 * of every figure, and writers that make captures of each version. Tests only; shares no code with what it tests.
 */
package dev.heapcrest.testing;
