/**
 * In: folders of captures with memray's own answers. Out: a verdict for each capture and view, and a table of them in
 * target/conformance.md.
 */
package dev.heapcrest.conformance;
