/** The hits of a run. */
export const hits = 50;

export const roundsPage = 'Rounds.razor';

/** A page that measures how long each hit of a breakpoint takes. */
export const roundsSource = `@page "/rounds"

<button id="run" @onclick="Run">Run</button>
<p id="times" data-runs="@runs">@System.Text.Json.JsonSerializer.Serialize(times)</p>

@code {
    private readonly string name = "tea";
    private readonly List<double> times = [];
    private int runs;

    private void Run()
    {
        times.Clear();
        for (var round = 0; round < ${hits}; round++)
        {
            var started = System.Diagnostics.Stopwatch.GetTimestamp();
            Pass(round);
            times.Add(System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        runs++;
    }

    private int Pass(int number)
    {
        var length = name.Length;
        return number + length;
    }
}
`;

/** The line, from 1, of the breakpoint. */
export const hitLine =
  roundsSource.split('\n').findIndex((line) => line.includes('var length')) + 1;
