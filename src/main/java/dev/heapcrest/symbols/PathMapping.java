package dev.heapcrest.symbols;

/**
 * Where files that were under one folder are now.
 *
 * @param from beginning of paths in the capture
 * @param to what to put in its place
 */
public record PathMapping(String from, String to) {}
