import { Button, Center, Stack, Text, Title } from '@mantine/core';

/** Before anything is known, not even the language: the server did not answer. */
export function Unanswered({ again }: { again: () => void }) {
  return (
    <Center h="100dvh" p="md">
      <Stack align="center" maw="40ch" ta="center" role="alert">
        <Title order={1}>Followthrough</Title>
        <Text>Nobody answers. The line may be down, or the server is being restarted.</Text>
        <Text lang="de">Niemand antwortet. Die Leitung ist gestört, oder der Server startet gerade neu.</Text>
        <Button onClick={again}>Try again · Noch einmal</Button>
      </Stack>
    </Center>
  );
}
