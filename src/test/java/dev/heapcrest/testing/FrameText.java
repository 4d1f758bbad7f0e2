package dev.heapcrest.testing;

/** A frame as people see it. */
public record FrameText(String function, String file, int line) {
    @Override
    public String toString() {
        return function + " (" + file + ":" + line + ")";
    }
}
