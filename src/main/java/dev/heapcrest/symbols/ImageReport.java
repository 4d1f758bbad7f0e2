package dev.heapcrest.symbols;

/**
 * What was found of an image, for the terminal, the page and JSON. A report that a symbol pack gave equals the one that
 * the files gave when the pack was made.
 *
 * @param image the image
 * @param state what became of the search
 * @param file where the image was found, empty if it was not
 * @param buildId in hexadecimal, empty if unknown
 * @param kind of its symbols
 * @param debugFile separate debug file that was used, empty if none
 * @param trouble what kept names from being found although the file is there, a clause for the user; empty if nothing
 */
public record ImageReport(
        Image image, ImageState state, String file, String buildId, SymbolKind kind, String debugFile, String trouble) {
    /** Of an image of which no file was read. */
    public static ImageReport without(Image image, ImageState state) {
        return new ImageReport(image, state, "", "", SymbolKind.NONE, "", "");
    }

    /** The same of an image whose file has another path in another capture. */
    public ImageReport of(Image other) {
        return new ImageReport(other, state, file, buildId, kind, debugFile, trouble);
    }
}
