# A small folder of rules for a case: four figures, the real lexicon, and the words that any rules need.
# The case adds its own files to mine/ and runs svodka-normalize --rules=mine.
mkdir mine
cp "$SRC/rules/lexicon.tsv" mine/
{
	printf 'id\ttype\tunit\ttotal\tru\tkk\ten\tnote\n'
	printf 'computers\tcount\tdevice\tsum\tКомпьютеры\tКомпьютерлер\tComputers\t\n'
	printf 'computers_previous\tcount\tdevice\tsum\tКомпьютеры раньше\tБұрын\tComputers before\t\n'
	printf 'covered_percent\tpercent\t%%\t-\tОхват, %%\tҚамту, %%\tCoverage\t\n'
	printf 'spent\tmoney\tKZT\tsum\tЗатраты\tШығын\tCosts\t\n'
} >mine/figures.tsv
cat >mine/words.rules <<'END'
words
  absent ru: нет | не имеется
  absent kk: жоқ
  previous ru: прошл* год*
  previous kk: өткен жыл*
  light ru: составил* | всего | в | штук
  light kk: саны | дана
unit device
  ru: компьютер*
  kk: компьютер*
END
cat >mine/computers.rules <<'END'
family computers
  count: computers
  previous count: computers_previous
  label ru: компьютер*
  label kk: компьютер*
  not kk: компьютерлік сынып*
  ok: В школе 12 компьютеров. => computers=12
  ok kk: Мектепте 12 компьютер. => computers=12
figure covered_percent
  label ru: охват*
  label kk: қамту*
  ok: Охват составил 12,5 %. => covered_percent=12.5
  ok: Қамту 12,5%. => covered_percent=12.5
END
DOCUMENTS=$CASE/../documents.jsonl
# The version of the rules changes with each of them: a case that prints an end line leaves it out.
without_version() {
	sed '/"type":"end"/s/,"rules":"[0-9a-f]*"//'
}
