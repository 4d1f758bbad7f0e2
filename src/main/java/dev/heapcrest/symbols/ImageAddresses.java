package dev.heapcrest.symbols;

/**
 * What is asked about one image.
 *
 * @param image the image
 * @param offsets return addresses minus the address at which the image was loaded, in any order; not copied, not changed
 */
public record ImageAddresses(Image image, long[] offsets) {}
