package dev.heapcrest.report;

/** The version of this program. */
public final class ProgramVersion {
    private ProgramVersion() {}

    /** From the jar's manifest, for example {@code 0.1.0}. */
    public static String ofJar() {
        String version = ProgramVersion.class.getPackage().getImplementationVersion();
        return version == null ? "(not from a jar)" : version;
    }
}
