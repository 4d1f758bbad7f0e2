package dev.heapcrest.report.html;

import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.ChangedFunctions;
import dev.heapcrest.report.ComparedSides;
import dev.heapcrest.report.Quantities;
import dev.heapcrest.report.VisibleText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What only the page of a comparison has, as variables of the template. Text is made visible here. Stateless. */
final class ComparedPage {
    private static final int ROWS = 50;

    private ComparedPage() {}

    /** Variables of the section; null for another page. */
    static @Nullable Map<String, Object> of(@Nullable ComparedSides sides, Profile profile, View.Kind kind) {
        if (sides == null) {
            return null;
        }
        ChangedFunctions functions = ChangedFunctions.of(sides.comparison(), kind);
        List<String> unlike = sides.unlike();
        Map<String, Object> page = new HashMap<>();
        page.put("newLine", VisibleText.of(sides.newLine(kind)));
        page.put("baseLine", VisibleText.of(sides.baseLine(kind)));
        page.put("comeAndGone", sides.comeAndGone(kind));
        page.put("differing", !unlike.isEmpty());
        page.put("unlike", unlike.stream().map(VisibleText::of).toList());
        page.put("grown", rows(functions.grown()));
        page.put("shrunk", rows(functions.shrunk()));
        page.put("noise", Quantities.bytes(Math.round(functions.noise())));
        page.put("baseCaptures", CaptureTable.of(sides.base(), profile));
        page.put("newCaptures", CaptureTable.of(sides.changed(), profile));
        return page;
    }

    private static List<Map<String, String>> rows(List<ChangedFunctions.Row> rows) {
        return rows.stream()
                .limit(ROWS)
                .map(row -> Map.of(
                        "place", row.place() + row.word(),
                        "base", Quantities.bytes(Math.round(row.base())),
                        "new", Quantities.bytes(Math.round(row.changed())),
                        "change", ChangedFunctions.signed(row.change())))
                .toList();
    }
}
