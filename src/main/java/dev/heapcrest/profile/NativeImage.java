package dev.heapcrest.profile;

import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * A program or shared object that native frames of a profile are in, and what was found of it where the profile was made.
 *
 * @param path as the dynamic linker reported it where the program ran
 * @param found a file of the same build was read, here or when a symbol pack was made
 * @param state what became of the search, in words: "found", "not found", "another build than the one that ran"
 * @param file the file that was read; "" if none was
 * @param buildId of that file, hexadecimal; "" if unknown
 * @param symbols the best that it has to give names from, in words: "DWARF", "symbol table", "none"
 * @param debugFile separate debug file that was used; "" if none was
 * @param trouble what kept names from being found although the file is there, a clause; "" if nothing did
 */
@API(status = API.Status.STABLE, since = "0.1")
public record NativeImage(
        String path,
        boolean found,
        String state,
        String file,
        String buildId,
        String symbols,
        String debugFile,
        String trouble) {
    private static final Pattern INTERPRETER =
            Pattern.compile("(?:lib)?python\\d*(?:\\.\\d+)*[a-z]*(?:\\.so(?:\\.\\d+)*)?");

    /** Whether it is Python's interpreter, by its name: {@code python3.13} or {@code libpython3.13.so.1.0}. */
    public boolean interpreter() {
        return INTERPRETER.matcher(name()).matches();
    }

    /** The path without directories, for example {@code libc.so.6}. */
    public String name() {
        return nameOf(path);
    }

    private static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Function of a frame in this image that nobody has a name for, for example {@code libc.so.6+0x1a2b}. */
    public String function(long offset) {
        return unnamedPrefix() + Long.toHexString(offset);
    }

    /** Whether a frame in this image is called by module and offset, as nobody has a name for it. */
    public boolean unnamed(String function) {
        return function.startsWith(unnamedPrefix());
    }

    private String unnamedPrefix() {
        return name() + "+0x";
    }
}
