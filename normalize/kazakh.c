#include "kazakh.h"

unsigned
kazakh_endings(struct str word)
{
    static const struct {
        const char *text;
        enum kazakh_ending ending;
    } endings[] = {{"\xE3\xE0", KAZAKH_DATIVE}, {"\xE3\xE5", KAZAKH_DATIVE},
        {"\xEA\xE0", KAZAKH_DATIVE}, {"\xEA\xE5", KAZAKH_DATIVE}, /* -ға, -ге, -қа, -ке */
        {"\xE4\xE0\xED", KAZAKH_ABLATIVE}, {"\xE4\xE5\xED", KAZAKH_ABLATIVE},
        {"\xF2\xE0\xED", KAZAKH_ABLATIVE}, {"\xF2\xE5\xED", KAZAKH_ABLATIVE},
        {"\xED\xE0\xED", KAZAKH_ABLATIVE}, {"\xED\xE5\xED", KAZAKH_ABLATIVE}, /* -дан ... -нен */
        {"\xED\xFB\xED", KAZAKH_GENITIVE}, {"\xED\xE8\xED", KAZAKH_GENITIVE},
        {"\xE4\xFB\xED", KAZAKH_GENITIVE}, {"\xE4\xE8\xED", KAZAKH_GENITIVE},
        {"\xF2\xFB\xED", KAZAKH_GENITIVE}, {"\xF2\xE8\xED", KAZAKH_GENITIVE}, /* -ның ... -тің */
        {"\xE3\xE0\xED", KAZAKH_PARTICIPLE}, {"\xE3\xE5\xED", KAZAKH_PARTICIPLE},
        {"\xEA\xE0\xED", KAZAKH_PARTICIPLE},
        {"\xEA\xE5\xED", KAZAKH_PARTICIPLE}, /* -ған ... -кен */
        {"\xE4\xFB", KAZAKH_PAST}, {"\xE4\xE8", KAZAKH_PAST}, {"\xF2\xFB", KAZAKH_PAST},
        {"\xF2\xE8", KAZAKH_PAST}, /* -ды ... -ті */
        {"\xFB\xEF", KAZAKH_CONVERB}, {"\xE8\xEF", KAZAKH_CONVERB}}; /* -ып, -іп */
    unsigned found = 0;
    for (size_t k = 0; k < sizeof endings / sizeof *endings; k++)
        if (str_ends(word, str_of(endings[k].text)))
            found |= endings[k].ending;
    return found;
}
